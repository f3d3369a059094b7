#pragma once

#include "common/result.hpp"
#include "common/scoring/calibration.hpp"
#include "common/spec/dataset_spec.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::scoring {

/// What a model estimates of one row. A regression gives its value as the margin; the rest stays as it is here.
struct Prediction {
  float margin = 0;       ///< the family's raw score: higher is more positive; its scale is the family's
  float probability = 0;  ///< of the positive class, 0 to 1
  bool positive = false;  ///< probability >= threshold

  bool operator==(const Prediction&) const = default;
};

/// What the training told of a feature; travels inside the model file. Of a categorical feature low and high are the
/// first and last category that occurred, and the median is the most frequent one, all as positions in the spec's list.
struct TrainingRange {
  double low = 0;
  double high = 0;
  double median = 0;
  double missing_share = 0;                     ///< 0 to 1
  std::vector<std::size_t> category_rows = {};  ///< [n_categories] training rows of each; empty of any other feature

  bool operator==(const TrainingRange&) const = default;
};

/// Facts that travel inside the model file (metadata_props).
struct ModelFacts {
  std::string family;       ///< for example `xgboost`
  std::string data_origin;  ///< `laboratory`, `imported` or `simulated`
  double threshold = 0.5;   ///< on the probability; a row with exactly this one is positive. A regression has none
  std::size_t training_rows = 0;
  std::string training_data_sha256;
  std::vector<TrainingRange> training_ranges;  ///< [n_features]

  bool operator==(const ModelFacts&) const = default;
};

/// Scores rows with one model file. Immutable once loaded, so threads may share it. The native build and the browser
/// compile this same source, and give the same bits.
class Predictor {
 public:
  /// Reads and checks an ONNX file. Errors name the node and what is accepted; no file crashes or exhausts memory.
  static Result<Predictor> load(std::string_view onnx_bytes);

  ~Predictor();
  Predictor(Predictor&&) noexcept;
  Predictor& operator=(Predictor&&) noexcept;

  const spec::DatasetSpec& spec() const;
  const ModelFacts& facts() const;
  std::size_t n_features() const;

  /// \param rows  [n, n_features], row by row, order and units of spec(), a category as its position in the feature's
  ///              list; NaN where not measured
  /// \param out   [n]
  /// \pre         rows.size() == out.size() * n_features()
  void predict(std::span<const float> rows, std::span<Prediction> out) const;
  Prediction predict(std::span<const float> row) const;

  /// How margins become probabilities.
  const Calibration& calibration() const;

  /// Contribution of each feature to the log-odds of one row's probability, or to a regression's value.
  /// \param row   [n_features]; NaN where not measured
  /// \return      [n_features + 1]: the last is the bias, the sum is the log-odds to within 1e-6 of its scale
  /// Trees: path-dependent Tree SHAP (tree_shap.hpp). Linear: coefficient times the distance from the training mean.
  /// Support vector machines and networks: Shapley values against the training medians, and of a categorical feature
  /// against its gap, which stands for all categories by their shares (kernel_explainer.hpp, coalition_explainer.hpp).
  std::vector<double> contributions(std::span<const float> row) const;

  /// Where the model's answer jumps along one feature, ascending; empty for smooth families.
  std::vector<float> split_values(std::size_t feature) const;

 private:
  struct Plan;
  explicit Predictor(std::unique_ptr<const Plan> plan);
  std::unique_ptr<const Plan> plan_;
};

}  // namespace clearwell::scoring
