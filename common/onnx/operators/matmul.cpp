#include "common/onnx/operators/operator.hpp"

#include <algorithm>
#include <array>

namespace clearwell::onnx {
namespace {

/// [rows, k] times a constant [k, m]. Summed in the order of the columns, in double: the order is part of the result.
class MatMul final : public Operator {
 public:
  MatMul(std::size_t inner, std::size_t width) : inner_(inner), width_(width) {}

  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    for (std::size_t row = 0; row < rows; ++row) {
      const double* x = inputs[0] + row * inner_;
      std::size_t column = 0;
      for (; column + kBlock <= width_; column += kBlock)
        add_columns<kBlock>(x, inputs[1] + column, output + column);
      for (; column < width_; ++column)
        add_columns<1>(x, inputs[1] + column, output + column);
      output += width_;
    }
  }

 private:
  /// Neighbouring columns together: what lies together is read together, and the sums stay in registers.
  static constexpr std::size_t kBlock = 8;

  template <std::size_t n_columns>
  void add_columns(const double* x, const double* weights, double* output) const {
    std::array<double, n_columns> sums{};
    for (std::size_t k = 0; k < inner_; ++k)
      for (std::size_t i = 0; i < n_columns; ++i)
        sums[i] += x[k] * weights[k * width_ + i];
    std::copy(sums.begin(), sums.end(), output);
  }

  std::size_t inner_;
  std::size_t width_;
};

}  // namespace

Result<CompiledNode> compile_matmul(const Node& node, std::span<const Operand> inputs) {
  if (inputs.size() != 2) return wrong_operand_count(node, inputs.size(), 2);
  for (const Operand& input : inputs)
    if (input.type != ElementType::float64) return wrong_operand_type(node, input, "float64");
  if (!inputs[0].per_row() || inputs[0].rank != 2)
    return wrong_operand_shape(node, "the first input must be rows of numbers");
  const Tensor* weights = inputs[1].constant;
  if (weights == nullptr || weights->dims.size() != 2)
    return wrong_operand_shape(node, "the second input must be a constant matrix");
  if (static_cast<std::size_t>(weights->dims[0]) != inputs[0].width)
    return wrong_operand_shape(node, "rows of width " + std::to_string(inputs[0].width) + " times a matrix of " +
                                         std::to_string(weights->dims[0]) + " rows");
  CompiledNode out;
  out.output.type = ElementType::float64;
  out.output.width = static_cast<std::size_t>(weights->dims[1]);
  if (out.output.width == 0) return wrong_operand_shape(node, "a matrix without columns");
  out.steps = inputs[0].width * out.output.width;
  out.op = std::make_unique<MatMul>(inputs[0].width, out.output.width);
  return out;
}

}  // namespace clearwell::onnx
