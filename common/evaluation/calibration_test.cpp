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

/// Least squares through the rows' means. \pre  mean is exactly the probability where all are equal
double slope_of(std::span<const float> probabilities, std::span<const std::uint8_t> labels, double mean) {
  double covariance = 0;
  double variance = 0;
  for (std::size_t row = 0; row < probabilities.size(); ++row) {
    const double distance = static_cast<double>(probabilities[row]) - mean;
    covariance += distance * (labels[row] != 0 ? 1 : 0);
    variance += distance * distance;
  }
  return variance > 0 ? covariance / variance : 1;
}

}  // namespace

std::optional<CalibrationTest> test_calibration(std::span<const float> probabilities,
                                                std::span<const std::uint8_t> labels) {
  if (probabilities.size() < kFewestForCalibration) return std::nullopt;
  const auto first = static_cast<double>(probabilities[0]);
  double beyond_first = 0;
  double gap = 0;
  double variance = 0;
  double weighted_gap = 0;
  double weighted_variance = 0;
  for (std::size_t row = 0; row < probabilities.size(); ++row) {
    const auto p = static_cast<double>(probabilities[row]);
    const double surprise = (labels[row] != 0 ? 1 : 0) - p;
    const double weight = 1 - 2 * p;
    beyond_first += p - first;
    gap += surprise;
    variance += p * (1 - p);
    weighted_gap += weight * surprise;
    weighted_variance += weight * weight * p * (1 - p);
  }
  const auto level = z_test(gap, variance);
  if (!level) return std::nullopt;
  const auto spread = z_test(weighted_gap, weighted_variance);
  const auto n = static_cast<double>(probabilities.size());
  CalibrationTest test;
  test.p_value = std::min(1.0, 2 * std::min(*level, spread.value_or(1)));
  test.mean_probability = first + beyond_first / n;
  test.mean_gap = gap / n;
  test.slope = slope_of(probabilities, labels, test.mean_probability);
  return test;
}

}  // namespace clearwell::evaluation
