#include "common/scoring/pipeline.hpp"

#include "common/scoring/model_facts.hpp"

#include <cmath>
#include <cstring>
#include <limits>

namespace clearwell::scoring {
namespace {

using onnx::Attribute;
using onnx::ElementType;
using onnx::Node;
using onnx::Tensor;
using onnx::ValueInfo;

Tensor row_of(std::string name, ElementType type, std::vector<double> values) {
  Tensor tensor;
  tensor.name = std::move(name);
  tensor.type = type;
  tensor.dims = {static_cast<std::int64_t>(values.size())};
  tensor.values = std::move(values);
  return tensor;
}

Node node_of(std::string op_type, std::vector<std::string> inputs, std::string output,
             std::vector<Attribute> attributes = {}) {
  Node node;
  node.op_type = std::move(op_type);
  node.name = output;
  node.inputs = std::move(inputs);
  node.outputs = {std::move(output)};
  node.attributes = std::move(attributes);
  return node;
}

Attribute cast_to(ElementType type) {
  return Attribute::of_int("to", static_cast<std::int64_t>(type));
}

ValueInfo output_of(std::string name, ElementType type, std::int64_t width) {
  ValueInfo value;
  value.name = std::move(name);
  value.type = type;
  value.shape = {{0, "N"}};
  if (width > 0) value.shape.push_back({width, ""});
  return value;
}

/// From `margin` to the three outputs. The label compares margins, not probabilities: in the margin every engine agrees
/// to the last bit, in the sigmoid none does.
void add_head(onnx::Graph& graph, double threshold, const Calibration& calibration) {
  Tensor axes;
  axes.name = "column_axis";
  axes.type = ElementType::int64;
  axes.dims = {1};
  axes.integers = {1};
  graph.initializers.push_back(row_of("one", ElementType::float32, {1}));
  graph.initializers.push_back(
      row_of("margin_threshold", ElementType::float32, {express_threshold(threshold, calibration).margin}));
  graph.initializers.push_back(row_of(kCalibrationSlope, ElementType::float64, {calibration.slope}));
  graph.initializers.push_back(row_of(kCalibrationIntercept, ElementType::float64, {calibration.intercept}));
  graph.initializers.push_back(std::move(axes));

  graph.nodes.push_back(node_of("Cast", {"margin"}, "uncalibrated", {cast_to(ElementType::float64)}));
  graph.nodes.push_back(node_of("Mul", {"uncalibrated", kCalibrationSlope}, "scaled"));
  graph.nodes.push_back(node_of("Add", {"scaled", kCalibrationIntercept}, "calibrated"));
  graph.nodes.push_back(node_of("Cast", {"calibrated"}, "log_odds", {cast_to(ElementType::float32)}));
  graph.nodes.push_back(node_of("Sigmoid", {"log_odds"}, "positive_probability"));
  graph.nodes.push_back(node_of("Sub", {"one", "positive_probability"}, "negative_probability"));
  graph.nodes.push_back(node_of("Concat", {"negative_probability", "positive_probability"}, "probabilities",
                                {Attribute::of_int("axis", 1)}));
  graph.nodes.push_back(node_of("GreaterOrEqual", {"margin", "margin_threshold"}, "is_positive"));
  graph.nodes.push_back(node_of("Cast", {"is_positive"}, "label_column", {cast_to(ElementType::int64)}));
  graph.nodes.push_back(node_of("Squeeze", {"label_column", "column_axis"}, "label"));

  graph.outputs = {output_of("label", ElementType::int64, 0), output_of("probabilities", ElementType::float32, 2),
                   output_of("margin", ElementType::float32, 1)};
}

onnx::Model model_around(onnx::Graph graph, const spec::DatasetSpec& spec, const ModelFacts& facts,
                         const Calibration& calibration) {
  onnx::Model model;
  model.ir_version = 8;
  model.producer_name = "clearwell";
  model.producer_version = "1";
  model.opset_imports = {{"", 17}, {"ai.onnx.ml", 3}};
  graph.name = spec.name;
  graph.inputs = {output_of("float_input", ElementType::float32, static_cast<std::int64_t>(spec.features.size()))};
  add_head(graph, facts.threshold, calibration);
  model.graph = std::move(graph);
  ModelFacts expressed = facts;
  expressed.threshold = static_cast<double>(express_threshold(facts.threshold, calibration).probability);
  model.metadata_props = to_metadata(spec, expressed);
  return model;
}

Node tree_ensemble_node(const TreeEnsemble& ensemble) {
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
  Node node = node_of("TreeEnsembleRegressor", {"float_input"}, "margin");
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
  return node;
}

/// Position of a float32 on the line of all finite ones, so that the middle of two can be taken.
std::int64_t line_position(float value) {
  std::int32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits >= 0 ? bits : -static_cast<std::int64_t>(bits & 0x7fffffff);
}

float value_at(std::int64_t position) {
  const auto magnitude = static_cast<std::int32_t>(position >= 0 ? position : -position);
  float value;
  std::memcpy(&value, &magnitude, sizeof value);
  return position >= 0 ? value : -value;
}

}  // namespace

ThresholdPair express_threshold(double threshold, const Calibration& calibration) {
  constexpr float kLargest = std::numeric_limits<float>::max();
  std::int64_t below = line_position(-kLargest);
  std::int64_t reached = line_position(kLargest);
  if (static_cast<double>(calibration.probability(-kLargest)) >= threshold) reached = below;
  while (reached - below > 1) {
    const std::int64_t middle = below + (reached - below) / 2;
    (static_cast<double>(calibration.probability(value_at(middle))) >= threshold ? reached : below) = middle;
  }
  return {calibration.probability(value_at(reached)), value_at(reached)};
}

onnx::Model build_model(const LinearModel& linear, const spec::DatasetSpec& spec, const ModelFacts& facts,
                        const Calibration& calibration) {
  onnx::Graph graph;
  graph.initializers = {row_of("medians", ElementType::float32,
                               {linear.standardisation.medians.begin(), linear.standardisation.medians.end()}),
                        row_of("means", ElementType::float64, linear.standardisation.means),
                        row_of("inverse_sds", ElementType::float64, linear.standardisation.inverse_sds),
                        row_of("weights", ElementType::float64, linear.weights),
                        row_of("bias", ElementType::float64, {linear.bias})};
  graph.initializers[3].dims = {static_cast<std::int64_t>(linear.weights.size()), 1};
  // In double, so that the one rounding to float32 at the end hides in which order an engine sums.
  graph.nodes = {node_of("IsNaN", {"float_input"}, "is_missing"),
                 node_of("Where", {"is_missing", "medians", "float_input"}, "filled"),
                 node_of("Cast", {"filled"}, "filled_double", {cast_to(ElementType::float64)}),
                 node_of("Sub", {"filled_double", "means"}, "centred"),
                 node_of("Mul", {"centred", "inverse_sds"}, "standardised"),
                 node_of("MatMul", {"standardised", "weights"}, "weighted_sum"),
                 node_of("Add", {"weighted_sum", "bias"}, "margin_double"),
                 node_of("Cast", {"margin_double"}, "margin", {cast_to(ElementType::float32)})};
  return model_around(std::move(graph), spec, facts, calibration);
}

onnx::Model build_model(const TreeEnsemble& trees, const spec::DatasetSpec& spec, const ModelFacts& facts,
                        const Calibration& calibration) {
  onnx::Graph graph;
  graph.nodes.push_back(tree_ensemble_node(trees));
  return model_around(std::move(graph), spec, facts, calibration);
}

}  // namespace clearwell::scoring
