#include "common/evaluation/ranking.hpp"

#include "common/evaluation/score_order.hpp"

namespace clearwell::evaluation {

std::optional<double> roc_auc(std::span<const float> scores, std::span<const std::uint8_t> labels) {
  // Twice the number of (positive, negative) pairs in the right order, ties counting half: integers, hence exact.
  std::int64_t twice_right = 0;
  std::int64_t positives = 0;
  std::int64_t negatives = 0;
  for (const ScoreGroup& group : group_by_score(scores, labels)) {
    twice_right += group.negatives * (2 * positives + group.positives);
    positives += group.positives;
    negatives += group.negatives;
  }
  if (positives == 0 || negatives == 0) return std::nullopt;
  return static_cast<double>(twice_right) / (2.0 * static_cast<double>(positives) * static_cast<double>(negatives));
}

std::optional<double> average_precision(std::span<const float> scores, std::span<const std::uint8_t> labels) {
  double area = 0;  // in units of positive rows
  std::int64_t positives = 0;
  std::int64_t rows = 0;
  for (const ScoreGroup& group : group_by_score(scores, labels)) {
    positives += group.positives;
    rows += group.positives + group.negatives;
    area += static_cast<double>(group.positives) * static_cast<double>(positives) / static_cast<double>(rows);
  }
  if (positives == 0) return std::nullopt;
  return area / static_cast<double>(positives);
}

}  // namespace clearwell::evaluation
