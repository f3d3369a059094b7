#pragma once

#include <cstddef>
#include <span>

namespace clearwell::dataset {

/// Linear between order statistics: type 7 of Hyndman, Fan (1996), The American Statistician 50(4): 361-365, which is
/// also numpy's and R's.
/// \pre  sorted ascending, not empty; 0 <= share <= 1
inline double quantile_of_sorted(std::span<const double> sorted, double share) {
  const double position = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

struct Quantiles {
  double q01 = 0;
  double q05 = 0;
  double q25 = 0;
  double q50 = 0;
  double q75 = 0;
  double q95 = 0;
  double q99 = 0;

  bool operator==(const Quantiles&) const = default;
};

}  // namespace clearwell::dataset
