#pragma once

#include "common/drift/distribution.hpp"

#include <optional>
#include <span>

namespace clearwell::drift {

/// How far a feature's values moved between bins that each held a tenth of the reference.
struct PopulationStability {
  double index = 0;      ///< PSI; 0: not at all. By custom 0.1 is a small and 0.25 a large move
  double by_chance = 0;  ///< what 99 of 100 samples of these sizes from one and the same water stay below
  int n_bins = 0;

  bool operator==(const PopulationStability&) const = default;
};

/// Population stability index: the sum over the bins of (q - p) ln(q / p), p and q being the shares of reference and
/// current values. Bins end at deciles of the reference; where a value repeats so often that deciles coincide there are
/// fewer. Half a row is added to each bin, so that an empty one costs much but not infinitely much. Gaps do not take
/// part: their share is a comparison of its own.
/// \param current_sorted  ascending, none NaN
/// \return  empty, not computed, where either side has fewer than kFewestValues or the reference is one single value
/// Source: Siddiqi (2006), Credit Risk Scorecards, ch. 13; Kullback, Leibler (1951), Ann. Math. Stat. 22(1): 79-86,
/// whose J it is. Chance: (1/n + 1/m) chi-squared with n_bins - 1 degrees of freedom, Yurdakul (2018), Statistical
/// Properties of Population Stability Index, Western Michigan University, ch. 3.
std::optional<PopulationStability> population_stability(const Distribution& reference,
                                                        std::span<const double> current_sorted);

/// The same of a feature without an order: a bin is one value, of either side.
std::optional<PopulationStability> category_stability(const Distribution& reference,
                                                      std::span<const double> current_sorted);

}  // namespace clearwell::drift
