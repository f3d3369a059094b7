#pragma once

#include "common/scoring/portable_math.hpp"

namespace clearwell::scoring {

/// Platt's calibration of a family's raw score: log-odds = slope · margin + intercept, in double, rounded once to
/// float32. It keeps the order of the rows, so that ranking and label do not depend on it.
struct Calibration {
  double slope = 1;      ///< above 0
  double intercept = 0;  ///< 1 and 0: the margin is a log-odds as it stands

  float log_odds(float margin) const { return static_cast<float>(slope * static_cast<double>(margin) + intercept); }
  float probability(float margin) const { return portable::sigmoid(log_odds(margin)); }
  bool operator==(const Calibration&) const = default;
};

// Names of the two constants in the model file.
inline constexpr const char* kCalibrationSlope = "calibration_slope";
inline constexpr const char* kCalibrationIntercept = "calibration_intercept";

}  // namespace clearwell::scoring
