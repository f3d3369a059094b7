#include "server/training/leaf_shares.hpp"

#include <cmath>

namespace clearwell::training {
namespace {

constexpr double kFinestWeight = 0x1p-24;  // float32 holds every multiple of it up to 1

std::vector<scoring::TreeNode> weighted(const CartTree& tree, double full_share) {
  std::vector<scoring::TreeNode> nodes;
  nodes.reserve(tree.size());
  for (const CartNode& node : tree) {
    const bool leaf = node.feature < 0;
    const double weight = std::round(node.counts.positive_share() * full_share) * kFinestWeight;
    nodes.push_back({.feature = node.feature,
                     .value = leaf ? static_cast<float>(weight) : node.value,
                     .left = static_cast<std::int32_t>(node.left),
                     .right = static_cast<std::int32_t>(node.right),
                     .missing_goes_left = node.missing_goes_left,
                     .cover = static_cast<float>(node.counts.rows)});
  }
  return nodes;
}

}  // namespace

scoring::TreeEnsemble mean_leaf_share(std::span<const CartTree> trees) {
  const double full_share = std::floor(1 / kFinestWeight / static_cast<double>(trees.size()));
  scoring::TreeEnsemble ensemble;
  for (const CartTree& tree : trees)
    ensemble.trees.push_back(weighted(tree, full_share));
  return ensemble;
}

}  // namespace clearwell::training
