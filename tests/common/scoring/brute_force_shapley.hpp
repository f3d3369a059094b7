#pragma once

#include <cmath>
#include <functional>

namespace clearwell::tests {

/// A feature's Shapley value by its definition, a mean over all coalitions of the others.
/// \param worth  of the coalition whose features are the set bits
/// Source: Shapley (1953), A value for n-person games, in Contributions to the Theory of Games II.
inline double brute_force_shapley(unsigned n_features, unsigned feature, const std::function<double(unsigned)>& worth) {
  double total = 0;
  for (unsigned coalition = 0; coalition < 1U << n_features; ++coalition) {
    if ((coalition >> feature & 1U) != 0) continue;
    const auto size = static_cast<unsigned>(__builtin_popcount(coalition));
    const double share = std::tgamma(size + 1) * std::tgamma(n_features - size) / std::tgamma(n_features + 1);
    total += share * (worth(coalition | 1U << feature) - worth(coalition));
  }
  return total;
}

}  // namespace clearwell::tests
