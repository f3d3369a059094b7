#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace clearwell::evaluation {

/// A decision threshold and what it achieves on the rows it was chosen on. Those figures are optimistic: to be
/// believed, the threshold must be tried on other rows.
struct ThresholdChoice {
  float threshold = 0;  ///< a row is positive when its score is >= this
  double precision = 0;
  double recall = 0;
  std::int64_t predicted_positives = 0;  ///< rows the precision rests on

  bool operator==(const ThresholdChoice&) const = default;
};

/// The threshold of the highest precision among those whose recall is at least the floor. Without a floor the best
/// precision is that of a model that hardly ever says yes. Candidates are the distinct scores given. Ties in
/// precision: the higher recall, then the lower threshold.
/// \param scores  [n], not NaN: probabilities or margins
/// \param labels  [n], 1 for the positive class, 0 for the other
/// \param recall_floor   0 to 1
/// \return               empty when no row is positive: then there is no recall to hold
std::optional<ThresholdChoice> choose_threshold(std::span<const float> scores, std::span<const std::uint8_t> labels,
                                                double recall_floor);

}  // namespace clearwell::evaluation
