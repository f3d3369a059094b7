#pragma once

#include "common/random/split_mix.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

/// Samples that Python draws as well, to the last bit, so that scipy's answers about them can be compared.
namespace clearwell::tests {

/// Bell-shaped values: sums of four uniform ones, in [-2, 2], times `scale`, plus `shift`. Ascending.
inline std::vector<double> drawn_values(std::uint64_t seed, int n, double shift = 0, double scale = 1) {
  random::SplitMix64 random(seed);
  std::vector<double> values;
  for (int row = 0; row < n; ++row) {
    double sum = 0;
    for (int term = 0; term < 4; ++term)
      sum += random.fraction();
    values.push_back(shift + scale * (sum - 2));
  }
  std::sort(values.begin(), values.end());
  return values;
}

/// The values 0, 1, … with these shares. Ascending.
inline std::vector<double> drawn_categories(std::uint64_t seed, int n, const std::vector<double>& shares) {
  random::SplitMix64 random(seed);
  std::vector<double> values;
  for (int row = 0; row < n; ++row) {
    const double fraction = random.fraction();
    std::size_t category = 0;
    double edge = shares[0];
    while (category + 1 < shares.size() && fraction >= edge)
      edge += shares[++category];
    values.push_back(static_cast<double>(category));
  }
  std::sort(values.begin(), values.end());
  return values;
}

}  // namespace clearwell::tests
