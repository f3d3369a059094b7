#pragma once

#include "common/drift/distribution.hpp"
#include "common/evaluation/calibration_test.hpp"
#include "server/dataset/training_table.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace clearwell::dataset {

/// What a model version was trained on, kept with its run: what it is asked later is compared with this.
struct DriftReference {
  std::map<std::string, drift::Distribution> features;  ///< by name; of the rows that the registered file was fitted to
  /// Probabilities, or values, of rows that had not been seen: by the models of the folds, not the registered one.
  drift::Distribution unseen_score;
  drift::Distribution fitted_score;  ///< the registered file's own, of the rows that it was fitted to
  std::optional<evaluation::CalibrationTest> calibration;  ///< of the rows that had not been seen; empty: not known

  bool operator==(const DriftReference&) const = default;
};

/// Every value is kept, or of very many as many points that the text stays well below what a run may keep.
/// \param unseen_scores  probabilities, of a regression values, by files that had not seen the rows
/// \param unseen_labels  [unseen_scores.size()], 1 for the positive class; empty of a regression
/// \param fitted_scores  by the registered file, of the rows of fitted_to
DriftReference make_drift_reference(const TrainingTable& fitted_to, const spec::DatasetSpec& spec,
                                    std::span<const float> unseen_scores, std::span<const std::uint8_t> unseen_labels,
                                    std::span<const float> fitted_scores);

/// {"features":{NAME:{"values","below","up_to","missing"},…},"unseen_score":{…},"fitted_score":{…},
/// "calibration":{"p_value","mean_probability","mean_gap","slope"}}; null where the calibration is not known.
std::string to_json(const DriftReference& reference);

/// Errors name the place.
Result<DriftReference> parse_drift_reference(std::string_view text);

}  // namespace clearwell::dataset
