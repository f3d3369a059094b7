#pragma once

#include "common/evaluation/confusion_matrix.hpp"
#include "common/evaluation/wilson.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// When laboratories' results are reason to doubt a champion, or to take its place away. Pure.
namespace clearwell::monitoring {

/// Fewer labelled samples say nothing: the bounds of a few are wide whatever the model is worth. The alert
/// ClearwellPrecisionBelowFloor waits for as many.
inline constexpr int kSamplesToDoubt = 30;
/// Fewer positive answers are too few to take a place away for.
inline constexpr int kPositivesToDemote = 10;
/// On how many days laboratories contradicted them: fewer could be one bad day at one plant.
inline constexpr int kDaysToDemote = 3;

/// The 95 % interval (Wilson) of the precision that laboratories found; empty without a positive answer.
std::optional<evaluation::Interval> precision_interval(const evaluation::ConfusionMatrix& outcomes);

enum class PrecisionFinding {
  unsuspicious,  ///< or not enough samples to tell
  doubtful,      ///< found at or below the floor, without the proof for more: reason to train again
  below_floor,   ///< all of its 95 % interval (Wilson) lies below, by enough answers of enough days: reason to take the
                 ///< champion's place away
};

/// \param outcomes           what laboratories said of the version's answers
/// \param contradicted_days  days of sampling on which a positive answer was wrong
/// \param floor              the least precision that may be found in use (spec::MetricSpec::precision_floor)
PrecisionFinding judge_precision(const evaluation::ConfusionMatrix& outcomes, std::int64_t contradicted_days,
                                 double floor);

/// `of 60 positive answers laboratories confirmed 18: precision 0.300 (0.199 to 0.425), floor 0.500`.
/// \pre  there is a positive answer
std::string in_words(const evaluation::ConfusionMatrix& outcomes, double floor);

}  // namespace clearwell::monitoring
