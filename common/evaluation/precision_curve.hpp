#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace clearwell::evaluation {

/// What a threshold would achieve on rows: precision is true_positives / predicted_positives.
struct ThresholdPoint {
  float threshold = 0;  ///< a row is called positive when its score is >= this
  std::int64_t predicted_positives = 0;
  std::int64_t true_positives = 0;

  bool operator==(const ThresholdPoint&) const = default;
};

/// Precision and recall over the thresholds, from the highest down, at scores that occur. Of more scores than
/// `most_points` those are kept that divide the rows most evenly; the last point always calls every row positive.
/// \param scores  [n], not NaN
/// \param labels  [n], 1 for the positive class, 0 for the other
/// \pre           most_points >= 1
std::vector<ThresholdPoint> precision_curve(std::span<const float> scores, std::span<const std::uint8_t> labels,
                                            std::size_t most_points = 60);

}  // namespace clearwell::evaluation
