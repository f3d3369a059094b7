#include "common/drift/equal_shares.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::drift {

std::optional<double> equal_shares_p_value(std::int64_t a, std::int64_t n, std::int64_t b, std::int64_t m) {
  const auto rows = static_cast<double>(n + m);
  const auto hits = static_cast<double>(a + b);
  const auto smaller_group = static_cast<double>(std::min(n, m));
  if (!(smaller_group * std::min(hits, rows - hits) >= 5 * rows) || rows == 0) return std::nullopt;
  const double determinant =
      static_cast<double>(a) * static_cast<double>(m - b) - static_cast<double>(b) * static_cast<double>(n - a);
  const double margins = static_cast<double>(n) * static_cast<double>(m) * hits * (rows - hits);
  return std::erfc(std::sqrt(rows * determinant * determinant / margins / 2));
}

}  // namespace clearwell::drift
