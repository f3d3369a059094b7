#include "common/evaluation/precision_curve.hpp"

#include "common/evaluation/score_order.hpp"

namespace clearwell::evaluation {

std::vector<ThresholdPoint> precision_curve(std::span<const float> scores, std::span<const std::uint8_t> labels,
                                            std::size_t most_points) {
  std::vector<ThresholdPoint> points;
  std::int64_t rows = 0;
  std::int64_t hits = 0;
  const auto n = static_cast<std::int64_t>(scores.size());
  for (const ScoreGroup& group : group_by_score(scores, labels)) {
    rows += group.positives + group.negatives;
    hits += group.positives;
    // The k-th point stands where k of most_points shares of the rows are reached.
    const auto due = static_cast<std::int64_t>(points.size() + 1) * n;
    if (rows * static_cast<std::int64_t>(most_points) >= due) points.push_back({group.score, rows, hits});
  }
  return points;
}

}  // namespace clearwell::evaluation
