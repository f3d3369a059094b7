#pragma once

#include "common/drift/distribution.hpp"

#include <optional>
#include <span>

/// Comparison of features that take few values, such as a category or a count, by how often each of them occurs. Of
/// references that keep every value.
namespace clearwell::drift {

/// Pearson's chi-squared test that both sides take each value equally often.
struct ChiSquared {
  double statistic = 0;
  int degrees = 0;  ///< of freedom: values less one. With two values it is the two-sided z-test of proportions, squared
  double p_value = 1;

  bool operator==(const ChiSquared&) const = default;
};

/// Values that would be expected less than once on a side are counted together (Cochran).
/// \param current_sorted  ascending, none NaN
/// \return  empty, not computed, where either side has fewer than kFewestValues
/// Source: Pearson (1900), Phil. Mag. 50(302): 157-175; Cochran (1954), Biometrics 10(4): 417-451.
std::optional<ChiSquared> chi_squared(const Distribution& reference, std::span<const double> current_sorted);

/// Square root of the Jensen-Shannon divergence of the values' shares, natural logarithm: 0 to sqrt(ln 2) = 0.83.
/// \return  empty, not computed, where either side has fewer than kFewestValues
/// Source: Lin (1991), IEEE Trans. Inf. Theory 37(1): 145-151; Endres, Schindelin (2003), ibid. 49(7): 1858-1860.
std::optional<double> jensen_shannon_distance(const Distribution& reference, std::span<const double> current_sorted);

}  // namespace clearwell::drift
