#include "common/evaluation/calibration_test.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::evaluation {
namespace {

/// Two-sided, of a standard normal sum of that variance.
std::optional<double> z_test(double sum, double variance) {
  if (!(variance > 0)) return std::nullopt;
  return std::erfc(std::fabs(sum) / std::sqrt(2 * variance));
}

}  // namespace

std::optional<double> calibration_p_value(std::span<const float> probabilities, std::span<const std::uint8_t> labels) {
  if (probabilities.size() < kFewestForCalibration) return std::nullopt;
  double gap = 0;
  double variance = 0;
  double weighted_gap = 0;
  double weighted_variance = 0;
  for (std::size_t row = 0; row < probabilities.size(); ++row) {
    const double p = static_cast<double>(probabilities[row]);
    const double surprise = (labels[row] != 0 ? 1 : 0) - p;
    const double weight = 1 - 2 * p;
    gap += surprise;
    variance += p * (1 - p);
    weighted_gap += weight * surprise;
    weighted_variance += weight * weight * p * (1 - p);
  }
  const auto level = z_test(gap, variance);
  if (!level) return std::nullopt;
  const auto spread = z_test(weighted_gap, weighted_variance);
  return std::min(1.0, 2 * std::min(*level, spread.value_or(1)));
}

}  // namespace clearwell::evaluation
