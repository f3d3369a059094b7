#include "common/scoring/graph_parts.hpp"

namespace clearwell::scoring {

onnx::Model build_model(const LinearModel& linear, const spec::DatasetSpec& spec, const ModelFacts& facts,
                        const Calibration& calibration) {
  onnx::Graph graph;
  add_standardisation(graph, linear.standardisation);
  graph.initializers.push_back(matrix_of("weights", 1, linear.weights));
  graph.initializers.push_back(row_of("bias", onnx::ElementType::float64, {linear.bias}));
  // In double, so that the one rounding to float32 at the end hides in which order an engine sums.
  graph.nodes.push_back(node_of("MatMul", {"standardised", "weights"}, "weighted_sum"));
  graph.nodes.push_back(node_of("Add", {"weighted_sum", "bias"}, "margin_double"));
  graph.nodes.push_back(node_of("Cast", {"margin_double"}, "margin", {cast_to(onnx::ElementType::float32)}));
  return model_around(std::move(graph), spec, facts, calibration);
}

}  // namespace clearwell::scoring
