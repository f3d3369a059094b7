#pragma once

#include "common/onnx/operators/operator.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

/// One operator alone, without a graph around it.
namespace clearwell::tests {

inline onnx::Node node_named(std::string op_type) {
  onnx::Node node;
  node.op_type = std::move(op_type);
  return node;
}

inline onnx::Operand rows_of(onnx::ElementType type, std::size_t width) {
  return {.type = type, .width = width, .rank = 2, .constant = nullptr};
}

inline onnx::Operand constant_of(const onnx::Tensor& tensor) {
  return {.type = tensor.type, .width = static_cast<std::size_t>(tensor.dims.back()), .rank = 2, .constant = &tensor};
}

inline onnx::Tensor matrix(std::int64_t n_rows, std::int64_t n_columns, std::vector<double> values) {
  onnx::Tensor tensor;
  tensor.type = onnx::ElementType::float64;
  tensor.dims = {n_rows, n_columns};
  tensor.values = std::move(values);
  return tensor;
}

/// \param inputs  values of each operand
/// \return        [n_rows, width of the result]
inline std::vector<double> run(const onnx::CompiledNode& node, std::size_t n_rows,
                               const std::vector<std::vector<double>>& inputs) {
  std::vector<const double*> pointers;
  for (const std::vector<double>& input : inputs)
    pointers.push_back(input.data());
  std::vector<double> output(n_rows * node.output.width);
  node.op->run(n_rows, pointers, output.data());
  return output;
}

inline void check_refused(const Result<onnx::CompiledNode>& compiled, const std::string& message) {
  BOOST_REQUIRE(!compiled);
  BOOST_TEST(compiled.error().message == message);
  BOOST_TEST(compiled.error().field == "input");
}

}  // namespace clearwell::tests
