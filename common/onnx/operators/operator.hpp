#pragma once

#include "common/onnx/model.hpp"
#include "common/result.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace clearwell::onnx {

/// What is known of a value before any row comes. Every value is a matrix of rows × width, or one constant row that is
/// the same for all. Numbers are kept as double and rounded to the element type after each operation: for + − × ÷ on
/// float32 that gives exactly the float32 result (double has more than twice its digits).
struct Operand {
  ElementType type = ElementType::undefined;
  std::size_t width = 0;
  std::size_t rank = 2;              ///< 2: [N, width]; 1: [N], after Squeeze
  const Tensor* constant = nullptr;  ///< set for initializers
  bool per_row() const { return constant == nullptr; }
};

/// One node, checked and ready. Immutable; run() may be called by many threads.
class Operator {
 public:
  virtual ~Operator() = default;
  /// \param inputs  for each input [rows, width], or [width] for a constant
  /// \param output  [rows, width of the result]
  virtual void run(std::size_t rows, std::span<const double* const> inputs, double* output) const = 0;
};

/// A node's result: how to compute it and what comes out.
struct CompiledNode {
  std::unique_ptr<const Operator> op;
  Operand output;
  std::size_t steps = 0;  ///< multiplications or comparisons for one row, where they are more than the output is wide
};

/// Checks a node against its operands. Errors say what was found and what is accepted.
using CompileOperator = Result<CompiledNode> (*)(const Node& node, std::span<const Operand> inputs);

/// The operators that a model file may use; null for any other.
CompileOperator find_operator(std::string_view domain, std::string_view op_type);
/// For error messages: `Add, Cast, …, ai.onnx.ml.TreeEnsembleRegressor`.
std::string_view accepted_operators();

// By file: arithmetic (with comparison), where, cast, matmul, elementwise, concat, squeeze, tree_ensemble.
Result<CompiledNode> compile_arithmetic(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_comparison(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_is_nan(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_where(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_cast(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_matmul(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_exp(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_relu(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_sigmoid(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_concat(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_gather(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_squeeze(const Node& node, std::span<const Operand> inputs);
Result<CompiledNode> compile_tree_ensemble(const Node& node, std::span<const Operand> inputs);

/// `v`, rounded to what the element type can hold.
double rounded_to(ElementType type, double v);

/// The width of two operands' combination: equal widths, or one of them 1. 0 when they do not go together.
std::size_t broadcast_width(const Operand& a, const Operand& b);

/// Reads operand `p` of row `row`, column `column`, repeating a single column and a constant row.
inline double element(const Operand& operand, const double* p, std::size_t row, std::size_t column) {
  return p[(operand.per_row() ? row * operand.width : 0) + (operand.width == 1 ? 0 : column)];
}

Error wrong_operand_count(const Node& node, std::size_t found, std::size_t accepted);
Error wrong_operand_type(const Node& node, const Operand& found, std::string_view accepted);
Error wrong_operand_shape(const Node& node, std::string_view why);

}  // namespace clearwell::onnx
