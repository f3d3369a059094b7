#pragma once

#include "common/scoring/pipeline.hpp"
#include "server/training/cart.hpp"

#include <span>

namespace clearwell::training {

/// The smallest margin of a majority. As in scikit-learn, even votes are no yes.
inline constexpr float kMajority = 0.5F + 0x1p-24F;

/// The trees as an ensemble whose margin is the mean over trees of the share of positives in the leaf, 0 to 1.
///
/// Every leaf weighs a whole multiple of 2^-24 and all of them together at most 1, so that each partial sum is a
/// float32 without rounding, and no engine's order of summation shows. A tree's full share is the largest such multiple
/// that n_trees of fit into 1: equal votes give equal margins, and the margin falls short of the mean by less than
/// n_trees · 2^-24 of it.
/// \param trees     at least one
/// \param encoding  of the columns that the trees compare
scoring::TreeEnsemble mean_leaf_share(std::span<const CartTree> trees, const scoring::Encoding& encoding = {});

/// The trees as an ensemble whose value is the mean over trees of the leaf's mean target. For the same reason the base
/// and every leaf are whole multiples of one power of two, fine enough to lose less than a ten-millionth of the largest
/// target in each tree, and coarse enough for every partial sum to be a float32.
/// \param trees     at least one, grown on targets of the grid
/// \param encoding  of the columns that the trees compare
scoring::TreeEnsemble mean_leaf_target(std::span<const RegressionTree> trees, const TargetGrid& grid,
                                       const scoring::Encoding& encoding = {});

}  // namespace clearwell::training
