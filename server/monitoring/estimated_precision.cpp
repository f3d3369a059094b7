#include "server/monitoring/estimated_precision.hpp"

namespace clearwell::monitoring {
namespace {

constexpr std::string_view kReasons[] = {"not_computed", "drift", "training_calibration", "laboratory_calibration",
                                         "too_few_positives"};

std::string_view reason_to_switch_off(std::size_t n_positive, const EstimationGrounds& grounds) {
  if (grounds.drift_outcome == "not_computed") return kReasons[0];
  if (grounds.drift_outcome == "drift") return kReasons[1];
  if (!grounds.training_calibration || *grounds.training_calibration < kCalibrationLevel) return kReasons[2];
  if (grounds.laboratory_calibration.value_or(1) < kCalibrationLevel) return kReasons[3];
  if (n_positive < evaluation::kFewestPositiveCalls) return kReasons[4];
  return {};
}

}  // namespace

PrecisionEstimate estimate_precision(std::span<const float> probabilities, const EstimationGrounds& grounds) {
  PrecisionEstimate result;
  result.n_positive = static_cast<std::int64_t>(probabilities.size());
  result.off = reason_to_switch_off(probabilities.size(), grounds);
  if (result.off.empty()) result.estimate = evaluation::estimate_precision(probabilities);
  return result;
}

std::span<const std::string_view> reasons_to_switch_off() {
  return kReasons;
}

}  // namespace clearwell::monitoring
