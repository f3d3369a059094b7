#include "common/drift/fisher_exact.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::drift {
namespace {

double log_binomial(std::int64_t n, std::int64_t k) {
  const auto log_factorial = [](std::int64_t count) { return std::lgamma(static_cast<double>(count) + 1); };
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

}  // namespace

double fisher_exact_p_value(std::int64_t a, std::int64_t n, std::int64_t b, std::int64_t m) {
  const std::int64_t hits = a + b;
  const double all = log_binomial(n + m, hits);
  const auto probability = [&](std::int64_t k) {
    return std::exp(log_binomial(n, k) + log_binomial(m, hits - k) - all);
  };
  constexpr double kEqual = 1 + 1e-7;  // two tables of one probability may differ in the last digits
  const double seen = probability(a) * kEqual;
  double sum = 0;
  for (std::int64_t k = std::max<std::int64_t>(0, hits - m); k <= std::min(n, hits); ++k)
    if (const double of_table = probability(k); of_table <= seen) sum += of_table;
  return std::min(sum, 1.0);
}

}  // namespace clearwell::drift
