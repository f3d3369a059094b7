#include "server/monitoring/precision_policy.hpp"

#include <cstdio>

namespace clearwell::monitoring {

std::optional<evaluation::Interval> precision_interval(const evaluation::ConfusionMatrix& outcomes) {
  return evaluation::wilson_interval(static_cast<double>(outcomes.true_positives),
                                     static_cast<double>(outcomes.predicted_positives()));
}

PrecisionFinding judge_precision(const evaluation::ConfusionMatrix& outcomes, std::int64_t contradicted_days,
                                 double floor) {
  const auto interval = precision_interval(outcomes);
  if (!interval || outcomes.rows() < kSamplesToDoubt || interval->lower >= floor || *outcomes.precision() > floor)
    return PrecisionFinding::unsuspicious;  // few positive answers have low bounds, also where all were right
  const bool shown = outcomes.predicted_positives() >= kPositivesToDemote && contradicted_days >= kDaysToDemote &&
                     interval->upper < floor;
  return shown ? PrecisionFinding::below_floor : PrecisionFinding::doubtful;
}

std::string in_words(const evaluation::ConfusionMatrix& outcomes, double floor) {
  const evaluation::Interval interval = precision_interval(outcomes).value();
  char figures[96];
  std::snprintf(figures, sizeof figures, "precision %.3f (%.3f to %.3f), floor %.3f", outcomes.precision().value(),
                interval.lower, interval.upper, floor);
  return "of " + std::to_string(outcomes.predicted_positives()) + " positive answers laboratories confirmed " +
         std::to_string(outcomes.true_positives) + ": " + figures;
}

}  // namespace clearwell::monitoring
