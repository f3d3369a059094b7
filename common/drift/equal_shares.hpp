#pragma once

#include <cstdint>
#include <optional>

namespace clearwell::drift {

/// Pearson's chi-squared test of two shares, two sided: how often chance alone makes them differ as much as a of n and
/// b of m do. For example missing values, before and now.
/// \return  empty, not computed, where the test does not hold: where a cell of the table would have fewer than five
///          rows if the shares were equal
/// \pre     0 <= a <= n, 0 <= b <= m
/// Source: Pearson (1900), Phil. Mag. 50(302): 157-175; Cochran (1954), Biometrics 10(4): 417-451 for the five rows.
std::optional<double> equal_shares_p_value(std::int64_t a, std::int64_t n, std::int64_t b, std::int64_t m);

}  // namespace clearwell::drift
