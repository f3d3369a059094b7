#include "common/drift/kolmogorov_smirnov.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::drift {
namespace {

/// Probability that the Kolmogorov distribution exceeds lambda.
double kolmogorov_tail(double lambda) {
  if (lambda < 0.2) return 1;  // the series converges slowly there, and the value is 1 to twelve digits
  constexpr int kTerms = 100;
  double sum = 0;
  for (int k = 1; k <= kTerms; ++k) {
    const double term = std::exp(-2.0 * k * k * lambda * lambda);
    sum += k % 2 == 1 ? term : -term;
    if (term < 1e-17) break;
  }
  return std::clamp(2 * sum, 0.0, 1.0);
}

}  // namespace

std::optional<KolmogorovSmirnov> kolmogorov_smirnov(const Distribution& reference,
                                                    std::span<const double> current_sorted) {
  const auto n_current = static_cast<std::int64_t>(current_sorted.size());
  if (reference.measured() < kFewestValues || n_current < kFewestValues) return std::nullopt;
  const double n = static_cast<double>(reference.measured());
  const double m = static_cast<double>(n_current);
  KolmogorovSmirnov result;
  for (std::size_t point = 0; point < reference.values.size(); ++point) {
    const auto [first, past] = std::equal_range(current_sorted.begin(), current_sorted.end(), reference.values[point]);
    const auto below = static_cast<double>(first - current_sorted.begin());
    const auto up_to = static_cast<double>(past - current_sorted.begin());
    result.distance = std::max({result.distance, std::fabs(static_cast<double>(reference.below[point]) / n - below / m),
                                std::fabs(static_cast<double>(reference.up_to[point]) / n - up_to / m)});
  }
  const double root = std::sqrt(n * m / (n + m));
  result.p_value = kolmogorov_tail((root + 0.12 + 0.11 / root) * result.distance);
  return result;
}

}  // namespace clearwell::drift
