#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace clearwell::evaluation {

/// Rows of one score, counted.
struct ScoreGroup {
  float score = 0;
  std::int64_t positives = 0;
  std::int64_t negatives = 0;
};

/// The distinct scores from the highest to the lowest, with their rows counted by class.
/// \param scores  [n], not NaN
/// \param labels  [n], 0 or 1
inline std::vector<ScoreGroup> group_by_score(std::span<const float> scores, std::span<const std::uint8_t> labels) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });

  std::vector<ScoreGroup> groups;
  for (const std::size_t row : order) {
    if (groups.empty() || groups.back().score != scores[row]) groups.push_back({scores[row], 0, 0});
    ++(labels[row] != 0 ? groups.back().positives : groups.back().negatives);
  }
  return groups;
}

}  // namespace clearwell::evaluation
