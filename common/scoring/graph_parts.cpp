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

namespace {

/// Adds the columns of those features, in their order. \return  the name of the value that holds them
std::string add_gather(onnx::Graph& graph, std::string name, std::vector<std::int64_t> features) {
  Tensor positions;
  positions.name = name + "_positions";
  positions.type = ElementType::int64;
  positions.dims = {static_cast<std::int64_t>(features.size())};
  positions.integers = std::move(features);
  graph.nodes.push_back(node_of("Gather", {"float_input", positions.name}, name, {Attribute::of_int("axis", 1)}));
  graph.initializers.push_back(std::move(positions));
  return name;
}

}  // namespace

// One tensor of numbers goes in, a category as its position in the spec's list, so that a model of any features has the
// one input that tree operators, tensor protocols and the page know, and a gap is NaN everywhere.
std::string add_encoding(onnx::Graph& graph, const Encoding& encoding) {
  if (encoding.empty()) return "float_input";
  std::vector<std::int64_t> values;
  std::vector<std::int64_t> features;
  std::vector<double> categories;
  for (const EncodedColumn& column : encoding) {
    (column.category ? features : values).push_back(static_cast<std::int64_t>(column.feature));
    if (column.category) categories.push_back(static_cast<double>(*column.category));
  }
  std::vector<std::string> parts;
  if (!values.empty()) parts.push_back(add_gather(graph, "values", std::move(values)));
  if (!features.empty()) {
    add_gather(graph, "positions", std::move(features));
    graph.initializers.push_back(row_of("categories", ElementType::float32, std::move(categories)));
    graph.nodes.push_back(node_of("Equal", {"positions", "categories"}, "is_category"));
    graph.nodes.push_back(node_of("Cast", {"is_category"}, "one_hot", {cast_to(ElementType::float32)}));
    graph.nodes.push_back(node_of("IsNaN", {"positions"}, "has_no_category"));
    graph.nodes.push_back(node_of("Where", {"has_no_category", "positions", "one_hot"}, "one_hot_or_gap"));
    parts.emplace_back("one_hot_or_gap");
  }
  graph.nodes.push_back(node_of("Concat", std::move(parts), "encoded", {Attribute::of_int("axis", 1)}));
  return "encoded";
}

void add_standardisation(onnx::Graph& graph, const Standardisation& standardisation) {
  const std::string columns = add_encoding(graph, standardisation.encoding);
  graph.initializers.push_back(
      row_of("medians", ElementType::float32, {standardisation.medians.begin(), standardisation.medians.end()}));
  graph.initializers.push_back(row_of("means", ElementType::float64, standardisation.means));
  graph.initializers.push_back(row_of("inverse_sds", ElementType::float64, standardisation.inverse_sds));
  graph.nodes.push_back(node_of("IsNaN", {columns}, "is_missing"));
  graph.nodes.push_back(node_of("Where", {"is_missing", "medians", columns}, "filled"));
  graph.nodes.push_back(node_of("Cast", {"filled"}, "filled_double", {cast_to(ElementType::float64)}));
  graph.nodes.push_back(node_of("Sub", {"filled_double", "means"}, "centred"));
  graph.nodes.push_back(node_of("Mul", {"centred", "inverse_sds"}, "standardised"));
}

}  // namespace clearwell::scoring
