#include "common/evaluation/threshold_choice.hpp"

#include "common/evaluation/score_order.hpp"

namespace clearwell::evaluation {

std::optional<ThresholdChoice> choose_threshold(std::span<const float> scores, std::span<const std::uint8_t> labels,
                                                double recall_floor) {
  std::int64_t actual_positives = 0;
  for (const std::uint8_t label : labels)
    actual_positives += label != 0 ? 1 : 0;
  if (actual_positives == 0) return std::nullopt;

  std::optional<ThresholdChoice> best;
  std::int64_t best_hits = 0;
  std::int64_t hits = 0;
  std::int64_t rows = 0;
  for (const ScoreGroup& group : group_by_score(scores, labels)) {  // from the highest down: recall never falls
    hits += group.positives;
    rows += group.positives + group.negatives;
    const double recall = static_cast<double>(hits) / static_cast<double>(actual_positives);
    if (recall < recall_floor) continue;
    // Precisions compared as fractions, so that equal ones are equal. The later of two equal ones has the lower
    // threshold and at least the recall, which is the tie rule.
    if (best && hits * best->predicted_positives < best_hits * rows) continue;
    best = ThresholdChoice{group.score, static_cast<double>(hits) / static_cast<double>(rows), recall, rows};
    best_hits = hits;
  }
  return best;
}

}  // namespace clearwell::evaluation
