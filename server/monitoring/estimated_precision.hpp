#pragma once

#include "common/evaluation/calibration_test.hpp"
#include "common/evaluation/estimated_precision.hpp"

#include <optional>
#include <span>
#include <string_view>

/// Precision between laboratory results, from the model's own probabilities, and when they are not to be believed.
/// Pure.
namespace clearwell::monitoring {

/// Probabilities that would fit the truth as badly as they do less often than this are not calibrated …
inline constexpr double kCalibrationLevel = 0.01;
/// … and are not to be believed where that moves the estimate by more than this. The interval of two thousand calls
/// reaches as far to either side (1.96 sqrt(0.7 * 0.3 / 2000)), and few windows have more: what is less than that, the
/// interval covers. Significance alone would switch off every model that has learnt from much data, since of a hundred
/// thousand rows a gap of 0.004 is significant.
inline constexpr double kGapThatMatters = 0.02;

/// What decides whether a window's probabilities are to be believed.
struct EstimationGrounds {
  std::string_view drift_outcome;                         ///< of the window: `drift`, `stable` or `not_computed`
  std::optional<evaluation::CalibrationTest> training;    ///< of rows that the training had not seen; empty: not known
  std::optional<evaluation::CalibrationTest> laboratory;  ///< of laboratory samples since; empty: too few of them
};

struct PrecisionEstimate {
  std::optional<evaluation::EstimatedPrecision> estimate;  ///< empty: switched off
  /// Why: `not_computed` (drift is not known), `drift`, `too_few_positives`, `training_calibration`,
  /// `laboratory_calibration`; empty where there is an estimate.
  std::string_view off;
};

/// \param probabilities  of the window's rows that were called positive; of very many, of a sample of them
PrecisionEstimate estimate_precision(std::span<const float> probabilities, const EstimationGrounds& grounds);

/// Every reason, in the order in which they are asked.
std::span<const std::string_view> reasons_to_switch_off();

}  // namespace clearwell::monitoring
