#include "common/scoring/graph_parts.hpp"

#include <string>

namespace clearwell::scoring {
namespace {

/// The layers of one network after another. Answers the name of its output, one column.
std::string add_network(onnx::Graph& graph, const std::vector<DenseLayer>& layers, const std::string& network) {
  std::string value = "standardised";
  for (std::size_t index = 0; index < layers.size(); ++index) {
    const std::string layer = network + "_layer_" + std::to_string(index);
    graph.initializers.push_back(matrix_of(layer + "_weights", layers[index].n_outputs, layers[index].weights));
    graph.initializers.push_back(row_of(layer + "_biases", onnx::ElementType::float64, layers[index].biases));
    graph.nodes.push_back(node_of("MatMul", {value, layer + "_weights"}, layer + "_weighted"));
    graph.nodes.push_back(node_of("Add", {layer + "_weighted", layer + "_biases"}, layer + "_shifted"));
    value = layer + "_shifted";
    if (index + 1 == layers.size()) break;
    graph.nodes.push_back(node_of("Relu", {value}, layer + "_rectified"));
    value = layer + "_rectified";
  }
  return value;
}

}  // namespace

onnx::Model build_model(const NeuralNetwork& ensemble, const spec::DatasetSpec& spec, const ModelFacts& facts,
                        const Calibration& calibration) {
  const std::size_t n_networks = ensemble.networks.size();
  onnx::Graph graph;
  add_standardisation(graph, ensemble.standardisation);
  std::vector<std::string> outputs;
  for (std::size_t index = 0; index < n_networks; ++index)
    outputs.push_back(add_network(graph, ensemble.networks[index], "network_" + std::to_string(index)));

  const std::vector<double> shares(n_networks, 1 / static_cast<double>(n_networks));
  graph.initializers.push_back(matrix_of("network_shares", 1, shares));
  graph.nodes.push_back(node_of("Concat", outputs, "network_outputs", {onnx::Attribute::of_int("axis", 1)}));
  graph.nodes.push_back(node_of("MatMul", {"network_outputs", "network_shares"}, "margin_double"));
  graph.nodes.push_back(node_of("Cast", {"margin_double"}, "margin", {cast_to(onnx::ElementType::float32)}));
  return model_around(std::move(graph), spec, facts, calibration);
}

}  // namespace clearwell::scoring
