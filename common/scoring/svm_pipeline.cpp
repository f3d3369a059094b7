#include "common/scoring/graph_parts.hpp"

namespace clearwell::scoring {
namespace {

/// [n_columns, n_support_vectors], as MatMul takes them.
std::vector<double> by_column(const SupportVectorMachine& machine) {
  const std::size_t n_columns = machine.standardisation.n_columns();
  const std::size_t n_vectors = machine.dual_coefficients.size();
  std::vector<double> columns(machine.support_vectors.size());
  for (std::size_t v = 0; v < n_vectors; ++v)
    for (std::size_t c = 0; c < n_columns; ++c)
      columns[c * n_vectors + v] = machine.support_vectors[v * n_columns + c];
  return columns;
}

/// -gamma · |support vector|², one for each.
std::vector<double> support_terms(const SupportVectorMachine& machine) {
  const std::size_t n_columns = machine.standardisation.n_columns();
  std::vector<double> terms;
  for (std::size_t v = 0; v < machine.dual_coefficients.size(); ++v) {
    double squared_norm = 0;
    for (std::size_t c = 0; c < n_columns; ++c) {
      const double value = machine.support_vectors[v * n_columns + c];
      squared_norm += value * value;
    }
    terms.push_back(-machine.gamma * squared_norm);
  }
  return terms;
}

}  // namespace

// |z - s|² is spelled |z|² - 2 z·s + |s|², a matrix product, because ONNX has no operator for distances. What cancels
// there is of the size of rounding in double, eight digits below the float32 of the margin. Scaling z instead of the
// products keeps the wide values few: there are four numbers for each support vector.
onnx::Model build_model(const SupportVectorMachine& machine, const spec::DatasetSpec& spec, const ModelFacts& facts,
                        const Calibration& calibration) {
  using onnx::ElementType;
  const std::size_t n_vectors = machine.dual_coefficients.size();
  const std::size_t n_columns = machine.standardisation.n_columns();
  onnx::Graph graph;
  add_standardisation(graph, machine.standardisation);
  graph.initializers.push_back(row_of("two_gamma", ElementType::float64, {2 * machine.gamma}));
  graph.initializers.push_back(matrix_of("support_vectors", n_vectors, by_column(machine)));
  graph.initializers.push_back(matrix_of("minus_gamma", 1, std::vector<double>(n_columns, -machine.gamma)));
  graph.initializers.push_back(row_of("support_terms", ElementType::float64, support_terms(machine)));
  graph.initializers.push_back(matrix_of("dual_coefficients", 1, machine.dual_coefficients));
  graph.initializers.push_back(row_of("bias", ElementType::float64, {machine.bias}));

  graph.nodes.push_back(node_of("Mul", {"standardised", "two_gamma"}, "widened"));
  graph.nodes.push_back(node_of("MatMul", {"widened", "support_vectors"}, "products"));
  graph.nodes.push_back(node_of("Mul", {"standardised", "standardised"}, "squares"));
  graph.nodes.push_back(node_of("MatMul", {"squares", "minus_gamma"}, "row_term"));
  graph.nodes.push_back(node_of("Add", {"products", "row_term"}, "products_and_row"));
  graph.nodes.push_back(node_of("Add", {"products_and_row", "support_terms"}, "exponents"));
  graph.nodes.push_back(node_of("Exp", {"exponents"}, "kernels"));
  graph.nodes.push_back(node_of("MatMul", {"kernels", "dual_coefficients"}, "weighted_sum"));
  graph.nodes.push_back(node_of("Add", {"weighted_sum", "bias"}, "margin_double"));
  graph.nodes.push_back(node_of("Cast", {"margin_double"}, "margin", {cast_to(ElementType::float32)}));
  return model_around(std::move(graph), spec, facts, calibration);
}

}  // namespace clearwell::scoring
