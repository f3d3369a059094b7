#include "common/onnx/operators/operator.hpp"
#include "common/scoring/portable_math.hpp"

/// The operators that apply one function to each value.
namespace clearwell::onnx {
namespace {

/// \tparam function  of one value, computed in the element type that it was compiled for
template <double (*function)(double)>
class Elementwise final : public Operator {
 public:
  explicit Elementwise(Operand input) : input_(input) {}

  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < input_.width; ++column)
        *output++ = function(element(input_, inputs[0], row, column));
  }

 private:
  Operand input_;
};

template <double (*function)(double)>
Result<CompiledNode> compile(const Node& node, std::span<const Operand> inputs, ElementType type,
                             std::string_view type_name) {
  if (inputs.size() != 1) return wrong_operand_count(node, inputs.size(), 1);
  if (inputs[0].type != type) return wrong_operand_type(node, inputs[0], type_name);
  CompiledNode out;
  out.output.type = type;
  out.output.width = inputs[0].width;
  out.op = std::make_unique<Elementwise<function>>(inputs[0]);
  return out;
}

double exp_of(double value) {
  return scoring::portable::exp(value);
}

/// The larger of the value and 0; what is no number stays none.
double relu_of(double value) {
  return value < 0 ? 0 : value;
}

double sigmoid_of(double value) {
  return scoring::portable::sigmoid(static_cast<float>(value));
}

}  // namespace

Result<CompiledNode> compile_exp(const Node& node, std::span<const Operand> inputs) {
  return compile<exp_of>(node, inputs, ElementType::float64, "float64");
}

Result<CompiledNode> compile_relu(const Node& node, std::span<const Operand> inputs) {
  return compile<relu_of>(node, inputs, ElementType::float64, "float64");
}

Result<CompiledNode> compile_sigmoid(const Node& node, std::span<const Operand> inputs) {
  return compile<sigmoid_of>(node, inputs, ElementType::float32, "float32");
}

}  // namespace clearwell::onnx
