#include "common/drift/kolmogorov_smirnov.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace clearwell::drift {
namespace {

constexpr double kMostPathCells = 1e7;  // a fiftieth of a second; of larger samples the limit is near enough

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

/// Share of the ways to mix n and m values of one distribution whose distance reaches `distance`.
/// A mixture is a path over the lattice from (0, 0) to (n, m), and those that never stray so far from the diagonal are
/// counted row by row, as shares of all, so that no count overflows.
double exact_p_value(double distance, double n, double m) {
  const double nearer = (0.5 + std::floor(distance * n * m - 1e-7)) / (n * m);  // between two possible distances
  std::vector<double> inside(static_cast<std::size_t>(m) + 1);
  for (std::size_t j = 0; j < inside.size(); ++j)
    inside[j] = static_cast<double>(j) / m > nearer ? 0 : 1;
  for (double i = 1; i <= n; ++i) {
    const double weight = i / (i + m);
    inside[0] = i / n > nearer ? 0 : weight * inside[0];
    for (std::size_t j = 1; j < inside.size(); ++j) {
      const bool strays = std::fabs(i / n - static_cast<double>(j) / m) > nearer;
      inside[j] = strays ? 0 : weight * inside[j] + inside[j - 1];
    }
  }
  return std::clamp(1 - inside.back(), 0.0, 1.0);
}

}  // namespace

std::optional<KolmogorovSmirnov> kolmogorov_smirnov(const Distribution& reference,
                                                    std::span<const double> current_sorted) {
  const auto n_current = static_cast<std::int64_t>(current_sorted.size());
  if (reference.measured() < kFewestValues || n_current < kFewestValues) return std::nullopt;
  const auto n = static_cast<double>(reference.measured());
  const auto m = static_cast<double>(n_current);
  KolmogorovSmirnov result;
  for (std::size_t point = 0; point < reference.values.size(); ++point) {
    const auto [first, past] = std::equal_range(current_sorted.begin(), current_sorted.end(), reference.values[point]);
    const auto below = static_cast<double>(first - current_sorted.begin());
    const auto up_to = static_cast<double>(past - current_sorted.begin());
    result.distance = std::max({result.distance, std::fabs(static_cast<double>(reference.below[point]) / n - below / m),
                                std::fabs(static_cast<double>(reference.up_to[point]) / n - up_to / m)});
  }
  if (n * m <= kMostPathCells) {
    result.p_value = exact_p_value(result.distance, n, m);
  } else {
    const double root = std::sqrt(n * m / (n + m));
    result.p_value = kolmogorov_tail((root + 0.12 + 0.11 / root) * result.distance);
  }
  return result;
}

}  // namespace clearwell::drift
