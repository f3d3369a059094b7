#pragma once

#include "common/drift/distribution.hpp"
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
  drift::Distribution score;  ///< probabilities, or values, of rows that the model had not seen
  /// How often calibrated probabilities would fit those rows' labels as badly by chance alone; empty: not known.
  std::optional<double> calibration_p_value;

  bool operator==(const DriftReference&) const = default;
};

/// Every value is kept, or of very many as many points that the text stays well below what a run may keep.
/// \param unseen_scores  probabilities, of a regression values, by files that had not seen the rows
/// \param unseen_labels  [unseen_scores.size()], 1 for the positive class; empty of a regression
DriftReference make_drift_reference(const TrainingTable& fitted_to, const spec::DatasetSpec& spec,
                                    std::span<const float> unseen_scores, std::span<const std::uint8_t> unseen_labels);

/// {"features":{NAME:{"values","below","up_to","missing"},…},"score":{…},"calibration_p_value"}
std::string to_json(const DriftReference& reference);

/// Errors name the place.
Result<DriftReference> parse_drift_reference(std::string_view json);

}  // namespace clearwell::dataset
