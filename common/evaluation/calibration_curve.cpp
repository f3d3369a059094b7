#include "common/evaluation/calibration_curve.hpp"

#include "common/evaluation/score_order.hpp"

namespace clearwell::evaluation {

std::vector<CalibrationBin> calibration_curve(std::span<const float> probabilities,
                                              std::span<const std::uint8_t> labels, int n_bins) {
  const std::vector<ScoreGroup> groups = group_by_score(probabilities, labels);  // the highest first
  const double wanted = static_cast<double>(probabilities.size()) / n_bins;
  std::vector<CalibrationBin> bins;
  std::int64_t seen = 0;
  for (std::size_t back = groups.size(); back > 0; --back) {
    const ScoreGroup& group = groups[back - 1];
    if (static_cast<double>(seen) >= wanted * static_cast<double>(bins.size())) bins.emplace_back();
    CalibrationBin& bin = bins.back();
    const std::int64_t rows = group.positives + group.negatives;
    bin.mean_probability += static_cast<double>(group.score) * static_cast<double>(rows);
    bin.rows += rows;
    bin.positives += group.positives;
    seen += rows;
  }
  for (CalibrationBin& bin : bins) {
    bin.mean_probability /= static_cast<double>(bin.rows);
    bin.interval = *wilson_interval(static_cast<double>(bin.positives), static_cast<double>(bin.rows));
  }
  return bins;
}

}  // namespace clearwell::evaluation
