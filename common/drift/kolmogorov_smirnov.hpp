#pragma once

#include "common/drift/distribution.hpp"

#include <optional>
#include <span>

namespace clearwell::drift {

/// The two-sample Kolmogorov-Smirnov test.
struct KolmogorovSmirnov {
  double distance = 0;  ///< largest difference between the two distribution functions, 0 to 1
  double p_value = 1;   ///< of a distance this large between samples of one and the same water

  bool operator==(const KolmogorovSmirnov&) const = default;
};

/// The distance is looked for at the points that the reference keeps: exact up to kMostPoints distinct values, else too
/// small by at most 1 / (kMostPoints - 1), never too large. The p-value is exact up to ten million pairs of values, as
/// 1,000 of the reference and 10,000 now; beyond, the asymptotic one with Stephens' correction for finite samples. With
/// repeated values it is too large, which errs towards "no drift".
/// \param current_sorted  ascending, none NaN
/// \return  empty, not computed, where either side has fewer than kFewestValues
/// Source: Smirnov (1948), Ann. Math. Stat. 19(2): 279-281; Stephens (1970), J. R. Stat. Soc. B 32(1): 115-122;
/// Hodges (1958), Arkiv foer Matematik 3(43): 469-486 for the paths.
std::optional<KolmogorovSmirnov> kolmogorov_smirnov(const Distribution& reference,
                                                    std::span<const double> current_sorted);

}  // namespace clearwell::drift
