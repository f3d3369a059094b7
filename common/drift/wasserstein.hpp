#pragma once

#include "common/drift/distribution.hpp"

#include <optional>
#include <span>

namespace clearwell::drift {

/// How far the values would have to be carried on the average to make one distribution of the other (Wasserstein's
/// distance of order 1), in standard deviations of the reference; a standard deviation below 0.001 counts as 0.001.
/// Exact where the reference keeps every value.
/// \param current_sorted  ascending, none NaN
/// \return  empty, not computed, where either side has fewer than kFewestValues
/// Source: Vallender (1974), Theory Probab. Appl. 18(4): 784-786; the scale is that of Evidently's test.
std::optional<double> normed_wasserstein_distance(const Distribution& reference,
                                                  std::span<const double> current_sorted);

}  // namespace clearwell::drift
