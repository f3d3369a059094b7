#include "common/onnx/operators/operator.hpp"

namespace clearwell::onnx {
namespace {

/// The larger of each value and 0; what is no number stays none.
class Relu final : public Operator {
 public:
  explicit Relu(Operand input) : input_(input) {}

  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < input_.width; ++column) {
        const double value = element(input_, inputs[0], row, column);
        *output++ = value < 0 ? 0 : value;
      }
  }

 private:
  Operand input_;
};

}  // namespace

Result<CompiledNode> compile_relu(const Node& node, std::span<const Operand> inputs) {
  if (inputs.size() != 1) return wrong_operand_count(node, inputs.size(), 1);
  if (inputs[0].type != ElementType::float64) return wrong_operand_type(node, inputs[0], "float64");
  CompiledNode out;
  out.output.type = ElementType::float64;
  out.output.width = inputs[0].width;
  out.op = std::make_unique<Relu>(inputs[0]);
  return out;
}

}  // namespace clearwell::onnx
