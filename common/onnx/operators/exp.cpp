#include "common/onnx/operators/operator.hpp"
#include "common/scoring/portable_math.hpp"

namespace clearwell::onnx {
namespace {

class Exp final : public Operator {
 public:
  explicit Exp(Operand input) : input_(input) {}

  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < input_.width; ++column)
        *output++ = scoring::portable::exp(element(input_, inputs[0], row, column));
  }

 private:
  Operand input_;
};

}  // namespace

Result<CompiledNode> compile_exp(const Node& node, std::span<const Operand> inputs) {
  if (inputs.size() != 1) return wrong_operand_count(node, inputs.size(), 1);
  if (inputs[0].type != ElementType::float64) return wrong_operand_type(node, inputs[0], "float64");
  CompiledNode out;
  out.output.type = ElementType::float64;
  out.output.width = inputs[0].width;
  out.op = std::make_unique<Exp>(inputs[0]);
  return out;
}

}  // namespace clearwell::onnx
