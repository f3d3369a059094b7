#pragma once

#include "common/evaluation/calibration_curve.hpp"
#include "common/evaluation/confusion_matrix.hpp"
#include "common/evaluation/precision_curve.hpp"
#include "common/result.hpp"
#include "common/spec/dataset_spec.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the API tells of a model version beside its file. What a training run did not keep is empty here, and not
/// shown.
namespace clearwell::state {

/// Rows among which the model does worst.
struct FailingSlice {
  enum class Figure { precision, recall, error };
  Figure figure = Figure::precision;
  std::string feature;
  std::optional<double> from;  ///< of a quarter of the feature's values; empty: not measured, or a category
  std::optional<double> to;
  std::string category;
  std::int64_t rows = 0;  ///< that the figure rests on
  double value = 0;
  std::optional<evaluation::Interval> interval;

  bool operator==(const FailingSlice&) const = default;
};

/// The file's own figures on samples after those that it was fitted to.
struct HoldOut {
  std::string from;  ///< first day
  std::int64_t rows = 0;
  std::vector<std::pair<std::string, double>> figures;  ///< by the metric's name

  bool operator==(const HoldOut&) const = default;
};

struct ModelCard {
  std::string model;
  int version = 0;
  std::vector<std::string> alarms;            ///< reasons not to believe the figures
  spec::LocalizedText not_for;                ///< what the label does not mean
  std::vector<spec::LocalizedText> findings;  ///< what is to be warned of in the data
  std::string license;
  std::optional<double> recall_floor;
  std::optional<double> base_rate;                            ///< precision of calling every row positive
  std::vector<std::pair<std::string, double>> mean_baseline;  ///< a regression's figures of always telling the mean
  std::optional<HoldOut> hold_out;
  std::optional<evaluation::ConfusionMatrix> confusion;  ///< over all repeats
  int repeats = 1;                                       ///< times that each row was judged
  int folds = 0;                                         ///< of all repeats
  std::vector<evaluation::CalibrationBin> calibration;
  std::vector<evaluation::ThresholdPoint> precision_curve;  ///< from the highest threshold down
  std::vector<FailingSlice> fails;

  bool operator==(const ModelCard&) const = default;
};

/// GET /v1/models/{name}/versions/{version}/card
Result<ModelCard> parse_model_card(std::string_view json_text);

/// Counts of one feature's values.
struct FeatureOverview {
  std::string name;
  std::int64_t measured = 0;
  std::int64_t missing = 0;
  std::vector<double> edges;            ///< [bars + 1] of a number
  std::vector<std::string> categories;  ///< [bars] of any other feature
  std::vector<std::int64_t> negatives;  ///< [bars]; of a regression the halves of its numbers
  std::vector<std::int64_t> positives;  ///< [bars]

  bool operator==(const FeatureOverview&) const = default;
};

struct CorrelationOverview {
  std::string first;
  std::string second;
  double spearman = 0;
  std::int64_t rows = 0;

  bool operator==(const CorrelationOverview&) const = default;
};

struct DataOverview {
  std::vector<FeatureOverview> features;
  std::vector<CorrelationOverview> correlations;  ///< those with evidence, strongest first

  bool operator==(const DataOverview&) const = default;
};

/// GET /v1/models/{name}/versions/{version}/data
Result<DataOverview> parse_data_overview(std::string_view json_text);

/// A decision about who is champion.
struct Promotion {
  enum class Outcome { promoted, refused, forced, rolled_back, demoted };
  int version = 0;
  std::optional<int> from_version;
  Outcome outcome = Outcome::promoted;
  std::string reason;
  std::optional<std::int64_t> decided_at;

  bool operator==(const Promotion&) const = default;
};

/// GET /v1/models/{name}/promotions, newest first
Result<std::vector<Promotion>> parse_promotions(std::string_view json_text);

}  // namespace clearwell::state
