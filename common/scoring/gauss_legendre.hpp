#pragma once

#include <cstddef>
#include <vector>

namespace clearwell::scoring {

struct QuadratureNode {
  double at = 0;  ///< 0 < at < 1
  double weight = 0;
};

/// Nodes whose weighted sum is the integral from 0 to 1, exactly for polynomials up to degree 2 · n_nodes - 1. The same
/// bits in every build.
/// Source: Abramowitz, Stegun (1964), Handbook of Mathematical Functions, 25.4.29.
std::vector<QuadratureNode> gauss_legendre(std::size_t n_nodes);

}  // namespace clearwell::scoring
