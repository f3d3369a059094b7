#include "server/training/cart.hpp"

#include "common/random/split_mix.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace clearwell::training {
namespace {

using Bin = FeatureBins::Bin;

/// Counts by bin of one node and feature, read in ascending order at a cost that grows with the rows, not with the
/// bins: two levels of bits tell which bins are occupied. No sorting, and nothing to clear between nodes.
template <typename Tally>
class Histogram {
 public:
  struct Group {
    Bin bin = 0;
    Tally counts;
  };

  void add(Bin bin, const Tally& counts) {
    if (bin == FeatureBins::kMissing) {
      missing_ += counts;
      return;
    }
    counts_[bin] += counts;
    occupied_[bin / 64] |= std::uint64_t{1} << bin % 64;
    words_ |= std::uint64_t{1} << bin / 64;
  }

  /// Moves the occupied bins into `groups`, in ascending order. \return  what was missing
  Tally drain(std::vector<Group>& groups) {
    groups.clear();
    for (; words_ != 0; words_ &= words_ - 1) {
      const int word = std::countr_zero(words_);
      std::uint64_t& bits = occupied_[static_cast<std::size_t>(word)];
      for (; bits != 0; bits &= bits - 1) {
        const auto bin = static_cast<Bin>(word * 64 + std::countr_zero(bits));
        groups.push_back({bin, std::exchange(counts_[bin], {})});
      }
    }
    return std::exchange(missing_, {});
  }

 private:
  static_assert(FeatureBins::kMaxBins == 64 * 64);
  std::array<Tally, FeatureBins::kMaxBins> counts_{};
  std::array<std::uint64_t, 64> occupied_{};  // a bit a bin
  std::uint64_t words_ = 0;                   // a bit a word of occupied_
  Tally missing_;
};

struct Split {
  std::int32_t feature = -1;  // -1: none is allowed
  Bin last_left = 0;          // bins up to this one go left
  float value = 0;
  bool missing_goes_left = false;
  double impurity = std::numeric_limits<double>::infinity();  // of both sides
};

template <typename Tally>
class Grower {
 public:
  Grower(const FeatureBins& bins, std::span<const Tally> counts, const GrowthLimits& limits)
      : bins_(bins), counts_(counts), limits_(limits), features_(bins.n_features()) {
    for (std::size_t row = 0; row < counts.size(); ++row)
      if (counts[row].rows > 0) rows_.push_back(static_cast<std::uint32_t>(row));
    right_rows_.resize(rows_.size());
  }

  TreeOf<Tally> grow(std::uint64_t seed) {
    grow_node(rows_, 0, seed);
    return std::move(tree_);
  }

 private:
  /// \param rows  the node's, reordered so that those of the left side stand first
  std::uint32_t grow_node(std::span<std::uint32_t> rows, int depth, std::uint64_t seed) {
    const auto index = static_cast<std::uint32_t>(tree_.size());
    NodeOf<Tally> node;
    for (const std::uint32_t row : rows)
      node.counts += counts_[row];
    tree_.push_back(node);
    if (depth >= limits_.max_depth || node.counts.pure() || node.counts.rows < limits_.min_samples_split) return index;
    const Split split = best_split(rows, node.counts, seed);
    if (split.feature < 0) return index;

    const std::size_t n_left = partition(rows, split);
    node.feature = split.feature;
    node.value = split.value;
    node.missing_goes_left = split.missing_goes_left;
    node.left = grow_node(rows.first(n_left), depth + 1, random::derived_seed(seed, 0));
    node.right = grow_node(rows.subspan(n_left), depth + 1, random::derived_seed(seed, 1));
    tree_[index] = node;
    return index;
  }

  /// Looks at max_features of the features, and at more as long as those were constant among these rows.
  Split best_split(std::span<const std::uint32_t> rows, const Tally& total, std::uint64_t seed) {
    std::iota(features_.begin(), features_.end(), 0U);
    const bool drawn = limits_.max_features < features_.size();
    random::SplitMix64 random(seed);
    Split best;
    bool any_varies = false;
    for (std::size_t looked_at = 0; looked_at < features_.size(); ++looked_at) {
      if (drawn && looked_at >= limits_.max_features && any_varies) break;
      if (drawn) std::swap(features_[looked_at], features_[looked_at + random.below(features_.size() - looked_at)]);
      any_varies |= improve(best, features_[looked_at], rows, total);
    }
    return best;
  }

  /// Replaces `best` by a better split of this feature, if there is one. \return  whether the feature varies
  bool improve(Split& best, std::uint32_t feature, std::span<const std::uint32_t> rows, const Tally& total) {
    const std::span<const Bin> column = bins_.column(feature);
    for (const std::uint32_t row : rows)
      histogram_.add(column[row], counts_[row]);
    const Tally missing = histogram_.drain(groups_);

    const auto offer = [&](const Tally& left, std::size_t group, bool missing_goes_left) {
      const Tally right = total - left;
      if (std::min(left.rows, right.rows) < limits_.min_samples_leaf) return;
      const double impurity = left.impurity() + right.impurity();
      if (impurity >= best.impurity) return;
      best = {static_cast<std::int32_t>(feature), groups_[group].bin, 0, missing_goes_left, impurity};
      best.value = group + 1 < groups_.size() ? bins_.split_value(feature, groups_[group].bin, groups_[group + 1].bin)
                                              : std::numeric_limits<float>::infinity();
    };
    Tally measured;
    for (std::size_t group = 0; group + 1 < groups_.size(); ++group) {
      measured += groups_[group].counts;
      if (missing.rows == 0) {
        offer(measured, group, measured.rows > total.rows - measured.rows);
      } else {
        offer(measured, group, false);
        offer(measured + missing, group, true);
      }
    }
    if (missing.rows > 0 && !groups_.empty()) offer(total - missing, groups_.size() - 1, false);
    return groups_.size() + (missing.rows > 0 ? 1 : 0) > 1;
  }

  /// Keeps the order of the rows on either side. \return  the number of rows on the left
  std::size_t partition(std::span<std::uint32_t> rows, const Split& split) {
    const std::span<const Bin> column = bins_.column(static_cast<std::size_t>(split.feature));
    std::size_t n_left = 0;
    std::size_t n_right = 0;
    for (const std::uint32_t row : rows) {
      const Bin bin = column[row];
      const bool left = bin == FeatureBins::kMissing ? split.missing_goes_left : bin <= split.last_left;
      rows[n_left] = row;
      right_rows_[n_right] = row;
      n_left += left ? 1 : 0;
      n_right += left ? 0 : 1;
    }
    std::copy_n(right_rows_.begin(), n_right, rows.begin() + static_cast<std::ptrdiff_t>(n_left));
    return n_left;
  }

  const FeatureBins& bins_;
  std::span<const Tally> counts_;
  const GrowthLimits& limits_;
  std::vector<std::uint32_t> features_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint32_t> right_rows_;
  std::vector<typename Histogram<Tally>::Group> groups_;
  Histogram<Tally> histogram_;
  TreeOf<Tally> tree_;
};

/// The part of a tree in which a split stays one only where `stays(index, depth)` says so.
template <typename Tally, typename Stays>
class TopOfTree {
 public:
  TopOfTree(const TreeOf<Tally>& tree, const Stays& stays) : tree_(tree), stays_(stays) {}

  TreeOf<Tally> copy() {
    copy_node(0, 0);
    return std::move(top_);
  }

 private:
  std::uint32_t copy_node(std::uint32_t from, int depth) {
    const auto to = static_cast<std::uint32_t>(top_.size());
    NodeOf<Tally> node = tree_[from];
    const bool split = node.feature >= 0 && stays_(from, depth);
    if (!split) node = {.counts = node.counts};
    top_.push_back(node);
    if (split) {
      const std::uint32_t left = copy_node(tree_[from].left, depth + 1);
      const std::uint32_t right = copy_node(tree_[from].right, depth + 1);
      top_[to].left = left;
      top_[to].right = right;
    }
    return to;
  }

  const TreeOf<Tally>& tree_;
  const Stays& stays_;
  TreeOf<Tally> top_;
};

template <typename Tally>
TreeOf<Tally> cut_tree(const TreeOf<Tally>& tree, int max_depth) {
  const auto stays = [max_depth](std::uint32_t, int depth) { return depth < max_depth; };
  return TopOfTree<Tally, decltype(stays)>(tree, stays).copy();
}

template <typename Tally>
TreeOf<Tally> prune_tree(const TreeOf<Tally>& tree, double ccp_alpha) {
  if (ccp_alpha == 0) return tree;
  // Children stand behind their parents, so that walking backwards meets them first.
  const double alpha = ccp_alpha * tree[0].counts.pruning_unit();
  std::vector<double> cost(tree.size());  // of the best subtree from here on
  std::vector<bool> worth(tree.size(), false);
  for (std::size_t index = tree.size(); index-- > 0;) {
    cost[index] = tree[index].counts.impurity() + alpha;
    if (tree[index].feature < 0) continue;
    const double split = cost[tree[index].left] + cost[tree[index].right];
    worth[index] = split < cost[index];
    cost[index] = std::min(cost[index], split);
  }
  const auto stays = [&worth](std::uint32_t index, int) { return worth[index]; };
  return TopOfTree<Tally, decltype(stays)>(tree, stays).copy();
}

}  // namespace

bool TargetSums::pure() const {
  // rows · squares = sum² where all are alike. Both sides may take more than 64 bits: they are equal when they are so
  // in their last 64 bits and their difference, which double tells well enough, is no multiple of 2^64 but 0.
  const auto last_bits = [](std::int64_t a, std::int64_t b) {
    return static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b);
  };
  return last_bits(rows, squares) == last_bits(sum, sum) && impurity() * static_cast<double>(rows) < 0x1p63;
}

TargetGrid::TargetGrid(std::span<const double> targets) {
  const auto [least, most] = std::minmax_element(targets.begin(), targets.end());
  middle_ = *least + (*most - *least) / 2;
  half_range_ = (*most - *least) / 2;
  step_ = half_range_ * 0x1p-20;
}

std::vector<TargetSums> TargetGrid::count_once(std::span<const double> targets) const {
  std::vector<TargetSums> sums;
  for (const double target : targets) {
    const std::int64_t steps = step_ > 0 ? std::llround((target - middle_) / step_) : 0;
    sums.push_back({1, steps, steps * steps});
  }
  return sums;
}

std::vector<ClassCounts> count_once(std::span<const std::uint8_t> labels) {
  std::vector<ClassCounts> counts;
  for (const std::uint8_t label : labels)
    counts.push_back({1, label});
  return counts;
}

CartTree grow_tree(const FeatureBins& bins, std::span<const ClassCounts> counts, const GrowthLimits& limits,
                   std::uint64_t seed) {
  return Grower<ClassCounts>(bins, counts, limits).grow(seed);
}

RegressionTree grow_tree(const FeatureBins& bins, std::span<const TargetSums> counts, const GrowthLimits& limits,
                         std::uint64_t seed) {
  return Grower<TargetSums>(bins, counts, limits).grow(seed);
}

CartTree cut_below(const CartTree& tree, int max_depth) {
  return cut_tree<ClassCounts>(tree, max_depth);
}

RegressionTree cut_below(const RegressionTree& tree, int max_depth) {
  return cut_tree<TargetSums>(tree, max_depth);
}

CartTree prune(const CartTree& tree, double ccp_alpha) {
  return prune_tree<ClassCounts>(tree, ccp_alpha);
}

RegressionTree prune(const RegressionTree& tree, double ccp_alpha) {
  return prune_tree<TargetSums>(tree, ccp_alpha);
}

}  // namespace clearwell::training
