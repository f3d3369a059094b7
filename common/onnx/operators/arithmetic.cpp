#include "common/onnx/operators/operator.hpp"

namespace clearwell::onnx {
namespace {

bool is_number(ElementType type) {
  return type == ElementType::float32 || type == ElementType::float64;
}

/// Two operands, element by element, with a single column or a constant row repeated.
template <typename Compute>
class Elementwise final : public Operator {
 public:
  Elementwise(Operand a, Operand b, std::size_t width, ElementType type) : a_(a), b_(b), width_(width), type_(type) {}

  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < width_; ++column)
        *output++ =
            rounded_to(type_, Compute{}(element(a_, inputs[0], row, column), element(b_, inputs[1], row, column)));
  }

 private:
  Operand a_;
  Operand b_;
  std::size_t width_;
  ElementType type_;
};

struct AddTwo {
  double operator()(double a, double b) const { return a + b; }
};
struct SubtractTwo {
  double operator()(double a, double b) const { return a - b; }
};
struct MultiplyTwo {
  double operator()(double a, double b) const { return a * b; }
};
struct DivideTwo {
  double operator()(double a, double b) const { return a / b; }
};
struct ReachTwo {
  double operator()(double a, double b) const { return a >= b ? 1 : 0; }
};
struct EqualTwo {
  double operator()(double a, double b) const { return a == b ? 1 : 0; }
};

template <typename Compute>
Result<CompiledNode> compiled(const Node& node, std::span<const Operand> inputs, ElementType result_type) {
  CompiledNode out;
  out.output.type = result_type;
  out.output.width = broadcast_width(inputs[0], inputs[1]);
  if (out.output.width == 0)
    return wrong_operand_shape(node, "widths " + std::to_string(inputs[0].width) + " and " +
                                         std::to_string(inputs[1].width) + " do not go together");
  out.op = std::make_unique<Elementwise<Compute>>(inputs[0], inputs[1], out.output.width, result_type);
  return out;
}

Result<Ok> check_operands(const Node& node, std::span<const Operand> inputs) {
  if (inputs.size() != 2) return wrong_operand_count(node, inputs.size(), 2);
  for (const Operand& input : inputs)
    if (!is_number(input.type) || input.type != inputs[0].type)
      return wrong_operand_type(node, input, "float32 or float64, the same for both");
  return Ok{};
}

}  // namespace

Result<CompiledNode> compile_arithmetic(const Node& node, std::span<const Operand> inputs) {
  if (Result<Ok> checked = check_operands(node, inputs); !checked) return checked.error();
  const ElementType type = inputs[0].type;
  if (node.op_type == "Add") return compiled<AddTwo>(node, inputs, type);
  if (node.op_type == "Sub") return compiled<SubtractTwo>(node, inputs, type);
  if (node.op_type == "Mul") return compiled<MultiplyTwo>(node, inputs, type);
  return compiled<DivideTwo>(node, inputs, type);
}

Result<CompiledNode> compile_comparison(const Node& node, std::span<const Operand> inputs) {
  if (Result<Ok> checked = check_operands(node, inputs); !checked) return checked.error();
  if (node.op_type == "Equal") return compiled<EqualTwo>(node, inputs, ElementType::boolean);
  return compiled<ReachTwo>(node, inputs, ElementType::boolean);
}

}  // namespace clearwell::onnx
