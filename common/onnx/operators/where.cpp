#include "common/onnx/operators/operator.hpp"

#include <algorithm>

namespace clearwell::onnx {
namespace {

class IsNan final : public Operator {
 public:
  explicit IsNan(Operand input) : input_(input) {}

  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < input_.width; ++column) {
        const double value = element(input_, inputs[0], row, column);
        *output++ = value != value ? 1 : 0;
      }
  }

 private:
  Operand input_;
};

/// Where(condition, a, b): a where the condition holds, else b.
class Where final : public Operator {
 public:
  Where(std::span<const Operand> inputs, std::size_t width)
      : condition_(inputs[0]), a_(inputs[1]), b_(inputs[2]), width_(width) {}

  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < width_; ++column)
        *output++ = element(condition_, inputs[0], row, column) != 0 ? element(a_, inputs[1], row, column)
                                                                     : element(b_, inputs[2], row, column);
  }

 private:
  Operand condition_;
  Operand a_;
  Operand b_;
  std::size_t width_;
};

}  // namespace

Result<CompiledNode> compile_is_nan(const Node& node, std::span<const Operand> inputs) {
  if (inputs.size() != 1) return wrong_operand_count(node, inputs.size(), 1);
  if (inputs[0].type != ElementType::float32 && inputs[0].type != ElementType::float64)
    return wrong_operand_type(node, inputs[0], "float32 or float64");
  CompiledNode out;
  out.output.type = ElementType::boolean;
  out.output.width = inputs[0].width;
  out.op = std::make_unique<IsNan>(inputs[0]);
  return out;
}

Result<CompiledNode> compile_where(const Node& node, std::span<const Operand> inputs) {
  if (inputs.size() != 3) return wrong_operand_count(node, inputs.size(), 3);
  if (inputs[0].type != ElementType::boolean) return wrong_operand_type(node, inputs[0], "bool for the condition");
  if (inputs[1].type != inputs[2].type) return wrong_operand_type(node, inputs[2], "the type of the other branch");
  CompiledNode out;
  out.output.type = inputs[1].type;
  out.output.width = std::max({inputs[0].width, inputs[1].width, inputs[2].width});
  for (const Operand& input : inputs)
    if (input.width != 1 && input.width != out.output.width)
      return wrong_operand_shape(node, "widths do not go together");
  out.op = std::make_unique<Where>(inputs, out.output.width);
  return out;
}

}  // namespace clearwell::onnx
