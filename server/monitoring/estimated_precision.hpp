#pragma once

#include "common/evaluation/estimated_precision.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// Precision between laboratory results, from the model's own probabilities, and when they are not to be believed.
/// Pure.
namespace clearwell::monitoring {

/// Probabilities that would fit the truth as badly as they do less often than this are not calibrated.
inline constexpr double kCalibrationLevel = 0.01;

/// What decides whether a window's probabilities are to be believed.
struct EstimationGrounds {
  std::string_view drift_outcome;                ///< of the window: `drift`, `stable` or `not_computed`
  std::optional<double> training_calibration;    ///< p-value on rows that the training had not seen; empty: not known
  std::optional<double> laboratory_calibration;  ///< p-value on laboratory samples since; empty: too few of them
};

struct PrecisionEstimate {
  std::int64_t n_positive = 0;
  std::optional<evaluation::EstimatedPrecision> estimate;  ///< empty: switched off
  /// Why: `too_few_positives`, `not_computed` (drift is not known), `drift`, `training_calibration`,
  /// `laboratory_calibration`; empty where there is an estimate.
  std::string_view off;
};

/// \param probabilities  of the window's rows that were called positive
PrecisionEstimate estimate_precision(std::span<const float> probabilities, const EstimationGrounds& grounds);

/// Every reason, in the order in which they are asked.
std::span<const std::string_view> reasons_to_switch_off();

}  // namespace clearwell::monitoring
