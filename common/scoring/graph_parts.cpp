#include "common/scoring/graph_parts.hpp"

namespace clearwell::scoring {

using onnx::Attribute;
using onnx::ElementType;
using onnx::Node;
using onnx::Tensor;

Tensor row_of(std::string name, ElementType type, std::vector<double> values) {
  Tensor tensor;
  tensor.name = std::move(name);
  tensor.type = type;
  tensor.dims = {static_cast<std::int64_t>(values.size())};
  tensor.values = std::move(values);
  return tensor;
}

Tensor matrix_of(std::string name, std::size_t n_columns, std::vector<double> values) {
  Tensor tensor = row_of(std::move(name), ElementType::float64, std::move(values));
  tensor.dims = {static_cast<std::int64_t>(tensor.values.size() / n_columns), static_cast<std::int64_t>(n_columns)};
  return tensor;
}

Node node_of(std::string op_type, std::vector<std::string> inputs, std::string output,
             std::vector<Attribute> attributes) {
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

void add_standardisation(onnx::Graph& graph, const Standardisation& standardisation) {
  graph.initializers.push_back(
      row_of("medians", ElementType::float32, {standardisation.medians.begin(), standardisation.medians.end()}));
  graph.initializers.push_back(row_of("means", ElementType::float64, standardisation.means));
  graph.initializers.push_back(row_of("inverse_sds", ElementType::float64, standardisation.inverse_sds));
  graph.nodes.push_back(node_of("IsNaN", {"float_input"}, "is_missing"));
  graph.nodes.push_back(node_of("Where", {"is_missing", "medians", "float_input"}, "filled"));
  graph.nodes.push_back(node_of("Cast", {"filled"}, "filled_double", {cast_to(ElementType::float64)}));
  graph.nodes.push_back(node_of("Sub", {"filled_double", "means"}, "centred"));
  graph.nodes.push_back(node_of("Mul", {"centred", "inverse_sds"}, "standardised"));
}

}  // namespace clearwell::scoring
