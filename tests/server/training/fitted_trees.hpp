#pragma once

#include "server/training/estimator.hpp"
#include "server/training/model_file.hpp"
#include "tests/server/training/example_tables.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

/// What the tests of every family of trees need: fitting with few words, and walking what came out.
namespace clearwell::tests {

/// The family's presets, but for these.
inline training::HyperParameters settings_of(const training::Estimator& family,
                                             std::initializer_list<std::pair<const std::string, double>> changed) {
  training::HyperParameters params;
  for (const training::HyperParameter& knob : family.hyper_parameters())
    params.emplace(knob.name, knob.preset);
  for (const auto& [name, value] : changed)
    params.at(name) = value;
  return params;
}

inline scoring::TreeEnsemble fit_trees(const training::Estimator& family, const dataset::TrainingTable& table,
                                       const training::HyperParameters& params, std::uint64_t seed = 1) {
  return std::get<scoring::TreeEnsemble>(family.fit(table, std::span(&params, 1), {.seed = seed}).at(0));
}

inline std::string file_of(const scoring::TreeEnsemble& trees, const dataset::TrainingTable& table) {
  return training::write_model_file(trees, example_spec(table.n_features), "trees", table);
}

/// One feature. Below zero: four rows, one positive. Above: four rows, three positive. Not measured: two positive rows.
inline dataset::TrainingTable stump_table() {
  return table_of(1, {-4, -3, -2, -1, 1, 2, 3, 4, NAN, NAN}, {0, 0, 0, 1, 1, 1, 1, 0, 1, 1});
}

inline const scoring::TreeNode& leaf_of(const std::vector<scoring::TreeNode>& tree, std::span<const float> row) {
  const scoring::TreeNode* node = tree.data();
  while (node->feature >= 0) {
    const float x = row[static_cast<std::size_t>(node->feature)];
    const bool left = std::isnan(x) ? node->missing_goes_left : x < node->value;
    node = &tree[static_cast<std::size_t>(left ? node->left : node->right)];
  }
  return *node;
}

inline int depth_below(const std::vector<scoring::TreeNode>& tree, std::size_t index = 0) {
  if (tree[index].feature < 0) return 0;
  return 1 + std::max(depth_below(tree, static_cast<std::size_t>(tree[index].left)),
                      depth_below(tree, static_cast<std::size_t>(tree[index].right)));
}

}  // namespace clearwell::tests
