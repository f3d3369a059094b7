#include "server/monitoring/estimated_precision.hpp"

#include <cmath>

namespace clearwell::monitoring {
namespace {

constexpr std::string_view kReasons[] = {"not_computed", "drift", "too_few_positives", "training_calibration",
                                         "laboratory_calibration"};

/// Whether calls of that mean probability are right much more or much less often than it says.
bool misleads(const evaluation::CalibrationTest& test, double mean_probability) {
  return test.p_value < kCalibrationLevel && std::fabs(test.gap_at(mean_probability)) > kGapThatMatters;
}

std::string_view reason_to_switch_off(const std::optional<evaluation::EstimatedPrecision>& estimate,
                                      const EstimationGrounds& grounds) {
  if (grounds.drift_outcome == "not_computed") return kReasons[0];
  if (grounds.drift_outcome == "drift") return kReasons[1];
  if (!estimate) return kReasons[2];
  if (!grounds.training || misleads(*grounds.training, estimate->precision)) return kReasons[3];
  if (grounds.laboratory && misleads(*grounds.laboratory, estimate->precision)) return kReasons[4];
  return {};
}

}  // namespace

PrecisionEstimate estimate_precision(std::span<const float> probabilities, const EstimationGrounds& grounds) {
  PrecisionEstimate result{.estimate = evaluation::estimate_precision(probabilities), .off = {}};
  result.off = reason_to_switch_off(result.estimate, grounds);
  if (!result.off.empty()) result.estimate.reset();
  return result;
}

std::span<const std::string_view> reasons_to_switch_off() {
  return kReasons;
}

}  // namespace clearwell::monitoring
