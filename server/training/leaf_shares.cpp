#include "server/training/leaf_shares.hpp"

#include <cmath>

namespace clearwell::training {
namespace {

constexpr double kFinestWeight = 0x1p-24;  // float32 holds every multiple of it up to 1

/// \param weight_of  what a leaf of these rows adds to the margin
template <typename Tally, typename WeightOf>
std::vector<scoring::TreeNode> weighted(const TreeOf<Tally>& tree, const WeightOf& weight_of) {
  std::vector<scoring::TreeNode> nodes;
  nodes.reserve(tree.size());
  for (const NodeOf<Tally>& node : tree) {
    const bool leaf = node.feature < 0;
    nodes.push_back({.feature = node.feature,
                     .value = leaf ? static_cast<float>(weight_of(node.counts)) : node.value,
                     .left = static_cast<std::int32_t>(node.left),
                     .right = static_cast<std::int32_t>(node.right),
                     .missing_goes_left = node.missing_goes_left,
                     .cover = static_cast<float>(node.counts.rows)});
  }
  return nodes;
}

}  // namespace

scoring::TreeEnsemble mean_leaf_share(std::span<const CartTree> trees, const scoring::Encoding& encoding) {
  const double full_share = std::floor(1 / kFinestWeight / static_cast<double>(trees.size()));
  scoring::TreeEnsemble ensemble;
  ensemble.encoding = encoding;
  for (const CartTree& tree : trees)
    ensemble.trees.push_back(weighted(
        tree, [&](const ClassCounts& rows) { return std::round(rows.positive_share() * full_share) * kFinestWeight; }));
  return ensemble;
}

scoring::TreeEnsemble mean_leaf_target(std::span<const RegressionTree> trees, const TargetGrid& grid,
                                       const scoring::Encoding& encoding) {
  const auto n_trees = static_cast<double>(trees.size());
  // Room for what rounding adds: half a unit a tree, of 2^23 units at least.
  int exponent = 0;
  static_cast<void>(std::frexp(1.001 * (std::fabs(grid.middle()) + grid.half_range()), &exponent));
  const double unit = std::ldexp(1.0, exponent - 24);
  const auto in_units = [unit](double value) { return std::round(value / unit) * unit; };
  scoring::TreeEnsemble ensemble;
  ensemble.encoding = encoding;
  const double base = in_units(grid.middle());
  ensemble.base = static_cast<float>(base);
  for (const RegressionTree& tree : trees)
    ensemble.trees.push_back(weighted(
        tree, [&](const TargetSums& rows) { return in_units((grid.target_of(rows.mean()) - base) / n_trees); }));
  return ensemble;
}

}  // namespace clearwell::training
