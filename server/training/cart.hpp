#pragma once

#include "server/training/feature_bins.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

/// Classification and regression trees as CART grows them: at each node the split that lowers the impurity most,
/// greedily. The impurity is Gini's of the classes, or the sum of squares of the targets about their mean.
/// Source: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees (1984), chapters 2 to 4.
namespace clearwell::training {

/// Training rows by class. In a bootstrap sample a row counts as often as it was drawn.
struct ClassCounts {
  std::uint32_t rows = 0;
  std::uint32_t positives = 0;

  bool pure() const { return positives == 0 || positives == rows; }
  double positive_share() const { return static_cast<double>(positives) / static_cast<double>(rows); }
  /// What ccp_alpha is a share of, at the root: the rows.
  double pruning_unit() const { return static_cast<double>(rows); }
  /// Gini's impurity times rows, 2·p·(1 − p)·rows: what a split's children add up and keep small.
  double impurity() const {
    return 2 * static_cast<double>(positives) * (static_cast<double>(rows) - static_cast<double>(positives)) /
           static_cast<double>(rows);
  }

  ClassCounts& operator+=(const ClassCounts& other) {
    rows += other.rows;
    positives += other.positives;
    return *this;
  }
  friend ClassCounts operator+(ClassCounts a, const ClassCounts& b) { return a += b; }
  friend ClassCounts operator-(const ClassCounts& a, const ClassCounts& b) {
    return {a.rows - b.rows, a.positives - b.positives};
  }
  bool operator==(const ClassCounts&) const = default;
};

/// \param labels  [n_rows], 1 for positive
/// \return        [n_rows], each row once
std::vector<ClassCounts> count_once(std::span<const std::uint8_t> labels);

/// Training rows by target. Targets are whole numbers of steps (TargetGrid), so that sums are exact, whatever is added
/// or taken away, and equal targets are known to be equal.
struct TargetSums {
  std::uint32_t rows = 0;
  std::int64_t sum = 0;
  std::int64_t squares = 0;

  bool pure() const;
  double mean() const { return static_cast<double>(sum) / static_cast<double>(rows); }
  double impurity() const {
    return static_cast<double>(squares) -
           static_cast<double>(sum) * static_cast<double>(sum) / static_cast<double>(rows);
  }
  /// What ccp_alpha is a share of, at the root: the impurity, because that is in the unit of the targets.
  double pruning_unit() const { return impurity(); }

  TargetSums& operator+=(const TargetSums& other) {
    rows += other.rows;
    sum += other.sum;
    squares += other.squares;
    return *this;
  }
  friend TargetSums operator+(TargetSums a, const TargetSums& b) { return a += b; }
  friend TargetSums operator-(const TargetSums& a, const TargetSums& b) {
    return {a.rows - b.rows, a.sum - b.sum, a.squares - b.squares};
  }
  bool operator==(const TargetSums&) const = default;
};

/// The range of a regression's targets in 2^21 steps: a millionth of it is lost, and up to four million rows add up.
class TargetGrid {
 public:
  /// \param targets  at least one, finite
  explicit TargetGrid(std::span<const double> targets);

  /// \return  [n_rows], each row once
  std::vector<TargetSums> count_once(std::span<const double> targets) const;
  double middle() const { return middle_; }
  double half_range() const { return half_range_; }
  double target_of(double steps) const { return middle_ + steps * step_; }

 private:
  double middle_;
  double half_range_;
  double step_;
};

/// \tparam Tally  ClassCounts or TargetSums
template <typename Tally>
struct NodeOf {
  Tally counts;
  std::int32_t feature = -1;  ///< -1: a leaf
  float value = 0;            ///< left when x < value; infinite: every measured value goes left
  std::uint32_t left = 0;     ///< index within the tree
  std::uint32_t right = 0;
  bool missing_goes_left = false;
};

/// Node 0 is the root, a node stands before those below it.
template <typename Tally>
using TreeOf = std::vector<NodeOf<Tally>>;

using CartNode = NodeOf<ClassCounts>;
using CartTree = TreeOf<ClassCounts>;
using RegressionTree = TreeOf<TargetSums>;

/// The deepest that a model file may be (its reader's limit of 256 nodes on a path): as good as no limit.
inline constexpr int kMaxTreeDepth = 255;

struct GrowthLimits {
  int max_depth = kMaxTreeDepth;
  std::uint32_t min_samples_split = 2;                                 ///< a node of fewer rows is a leaf
  std::uint32_t min_samples_leaf = 1;                                  ///< no split leaves a side with fewer rows
  std::size_t max_features = std::numeric_limits<std::size_t>::max();  ///< drawn anew at each node
};

/// Grows one tree. A node is split as long as it is impure and a split is allowed, even if no split lowers the impurity
/// yet: in an XOR the first never does.
///
/// Missing values go where they leave the least impurity: each split is tried with them on the left and on the right,
/// and missing against measured is a split too ("missingness incorporated in attributes": Twala, Jones, Hand (2008),
/// Pattern Recognition Letters 29(7): 950-956). Where a node saw none, they follow the larger side.
///
/// Of equally good splits the feature that was looked at first wins, then the lowest value. What is drawn depends on a
/// node's place in the tree, not on what was grown before it: a tree of lower max_depth is the top of a deeper one.
/// \param counts  [n_rows]; rows 0: out of this tree's sample
CartTree grow_tree(const FeatureBins& bins, std::span<const ClassCounts> counts, const GrowthLimits& limits,
                   std::uint64_t seed);
RegressionTree grow_tree(const FeatureBins& bins, std::span<const TargetSums> counts, const GrowthLimits& limits,
                         std::uint64_t seed);

/// The top of the tree.
CartTree cut_below(const CartTree& tree, int max_depth);
RegressionTree cut_below(const RegressionTree& tree, int max_depth);

/// Minimal cost-complexity pruning: the smallest subtree of least R + ccp_alpha · leaves, where R is the impurity of
/// the leaves weighted by their share of rows; of a regression, relative to the variance of all targets. 0 prunes
/// nothing.
/// Source: Breiman et al. (1984), section 3.3.
CartTree prune(const CartTree& tree, double ccp_alpha);
RegressionTree prune(const RegressionTree& tree, double ccp_alpha);

}  // namespace clearwell::training
