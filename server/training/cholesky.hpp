#pragma once

#include <vector>

namespace clearwell::training {

/// Solves A·x = b for a symmetric positive definite A by Cholesky's decomposition.
/// \param a  [n, n], lower triangle; overwritten
/// \throws TrainingError where A is not positive definite
std::vector<double> solve_positive_definite(std::vector<double>& a, std::vector<double> b);

}  // namespace clearwell::training
