#include "common/evaluation/estimated_precision.hpp"

#include "common/evaluation/wilson.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace clearwell::evaluation {
namespace {

/// Of so many coins the distribution is computed; that of more is as good as normal.
constexpr std::size_t kMostCoins = 1000;
constexpr double kTail = 0.025;

/// [n + 1] probability of 0, 1, … right calls.
std::vector<double> distribution_of_right_calls(std::span<const float> probabilities) {
  std::vector<double> of_count = {1};
  for (const float probability : probabilities) {
    const auto p = static_cast<double>(probability);
    of_count.push_back(0);
    for (std::size_t count = of_count.size() - 1; count > 0; --count)
      of_count[count] = of_count[count] * (1 - p) + of_count[count - 1] * p;
    of_count[0] *= 1 - p;
  }
  return of_count;
}

/// The narrowest interval of counts that leaves at most kTail on either side.
Interval exact_interval(std::span<const float> probabilities) {
  const std::vector<double> of_count = distribution_of_right_calls(probabilities);
  std::size_t lower = 0;
  for (double below = of_count[0]; below <= kTail && lower + 1 < of_count.size(); below += of_count[lower])
    ++lower;
  std::size_t upper = of_count.size() - 1;
  for (double above = of_count[upper]; above <= kTail && upper > 0; above += of_count[upper])
    --upper;
  const auto n = static_cast<double>(probabilities.size());
  return {static_cast<double>(lower) / n, static_cast<double>(upper) / n};
}

}  // namespace

std::optional<EstimatedPrecision> estimate_precision(std::span<const float> probabilities) {
  if (probabilities.size() < kFewestPositiveCalls) return std::nullopt;
  const auto n = static_cast<double>(probabilities.size());
  double sum = 0;
  double variance = 0;
  for (const float probability : probabilities) {
    const auto p = static_cast<double>(probability);
    sum += p;
    variance += p * (1 - p);
  }
  EstimatedPrecision estimate{.precision = sum / n};
  if (probabilities.size() <= kMostCoins) {
    const Interval interval = exact_interval(probabilities);
    estimate.lower = interval.lower;
    estimate.upper = interval.upper;
  } else {
    const double reach = kZ95 * std::sqrt(variance) / n;
    estimate.lower = std::max(0.0, estimate.precision - reach);
    estimate.upper = std::min(1.0, estimate.precision + reach);
  }
  return estimate;
}

}  // namespace clearwell::evaluation
