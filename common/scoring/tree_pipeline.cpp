#include "common/scoring/graph_parts.hpp"

namespace clearwell::scoring {
namespace {

using onnx::Attribute;
using onnx::Node;

Node tree_ensemble_node(const TreeEnsemble& ensemble, std::string columns) {
  std::vector<std::int64_t> tree_ids, node_ids, feature_ids, true_ids, false_ids, missing, target_trees, target_nodes,
      target_ids;
  std::vector<std::string> modes;
  std::vector<float> values, covers, weights;
  for (std::size_t t = 0; t < ensemble.trees.size(); ++t) {
    for (std::size_t n = 0; n < ensemble.trees[t].size(); ++n) {
      const TreeNode& node = ensemble.trees[t][n];
      const bool leaf = node.feature < 0;
      tree_ids.push_back(static_cast<std::int64_t>(t));
      node_ids.push_back(static_cast<std::int64_t>(n));
      feature_ids.push_back(leaf ? 0 : node.feature);
      modes.emplace_back(leaf ? "LEAF" : "BRANCH_LT");
      values.push_back(leaf ? 0 : node.value);
      true_ids.push_back(leaf ? 0 : node.left);
      false_ids.push_back(leaf ? 0 : node.right);
      missing.push_back(!leaf && node.missing_goes_left ? 1 : 0);
      covers.push_back(node.cover);
      if (!leaf) continue;
      target_trees.push_back(static_cast<std::int64_t>(t));
      target_nodes.push_back(static_cast<std::int64_t>(n));
      target_ids.push_back(0);
      weights.push_back(node.value);
    }
  }
  Node node = node_of("TreeEnsembleRegressor", {std::move(columns)}, "margin");
  node.domain = "ai.onnx.ml";
  node.attributes = {Attribute::of_string("aggregate_function", "SUM"),
                     Attribute::of_int("n_targets", 1),
                     Attribute::of_ints("nodes_falsenodeids", std::move(false_ids)),
                     Attribute::of_ints("nodes_featureids", std::move(feature_ids)),
                     Attribute::of_floats("nodes_hitrates", std::move(covers)),
                     Attribute::of_ints("nodes_missing_value_tracks_true", std::move(missing)),
                     Attribute::of_strings("nodes_modes", std::move(modes)),
                     Attribute::of_ints("nodes_nodeids", std::move(node_ids)),
                     Attribute::of_ints("nodes_treeids", std::move(tree_ids)),
                     Attribute::of_ints("nodes_truenodeids", std::move(true_ids)),
                     Attribute::of_floats("nodes_values", std::move(values)),
                     Attribute::of_string("post_transform", "NONE"),
                     Attribute::of_ints("target_ids", std::move(target_ids)),
                     Attribute::of_ints("target_nodeids", std::move(target_nodes)),
                     Attribute::of_ints("target_treeids", std::move(target_trees)),
                     Attribute::of_floats("target_weights", std::move(weights))};
  if (ensemble.base != 0)
    node.attributes.insert(node.attributes.begin() + 1, Attribute::of_floats("base_values", {ensemble.base}));
  return node;
}

}  // namespace

onnx::Model build_model(const TreeEnsemble& trees, const spec::DatasetSpec& spec, const ModelFacts& facts,
                        const Calibration& calibration) {
  onnx::Graph graph;
  std::string columns = add_encoding(graph, trees.encoding);
  graph.nodes.push_back(tree_ensemble_node(trees, std::move(columns)));
  return model_around(std::move(graph), spec, facts, calibration);
}

}  // namespace clearwell::scoring
