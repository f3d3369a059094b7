#pragma once

#include <cstdint>

namespace clearwell::drift {

/// Fisher's exact test of two shares, two sided: how often chance alone makes a of n and b of m as unequal or more. For
/// few rows, where equal_shares_p_value does not hold.
/// \pre  0 <= a <= n, 0 <= b <= m, n + m > 0
/// Source: Fisher (1935), J. R. Stat. Soc. 98(1): 39-82; two-sided as the sum of all tables that are no more likely.
double fisher_exact_p_value(std::int64_t a, std::int64_t n, std::int64_t b, std::int64_t m);

}  // namespace clearwell::drift
