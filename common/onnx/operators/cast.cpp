#include "common/onnx/operators/operator.hpp"

namespace clearwell::onnx {
namespace {

/// Between float32 and float64, and from bool to anything. Numbers to integers are not accepted: rounding rules differ.
class Cast final : public Operator {
 public:
  Cast(Operand input, ElementType to) : input_(input), to_(to) {}

  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < input_.width; ++column)
        *output++ = rounded_to(to_, element(input_, inputs[0], row, column));
  }

 private:
  Operand input_;
  ElementType to_;
};

}  // namespace

Result<CompiledNode> compile_cast(const Node& node, std::span<const Operand> inputs) {
  if (inputs.size() != 1) return wrong_operand_count(node, inputs.size(), 1);
  const Attribute* to = node.attribute("to");
  if (to == nullptr || to->type != AttributeType::int_value)
    return Error{"Cast: the attribute `to` is missing", "attribute"};
  CompiledNode out;
  out.output = inputs[0];
  out.output.constant = nullptr;
  for (const ElementType type : {ElementType::float32, ElementType::float64, ElementType::int64})
    if (to->i == static_cast<std::int64_t>(type)) out.output.type = type;
  if (to->i != static_cast<std::int64_t>(out.output.type))
    return Error{"Cast: to type " + std::to_string(to->i) + ", accepted are 1 (float32), 7 (int64) and 11 (float64)",
                 "attribute"};
  if (out.output.type == ElementType::int64 && inputs[0].type != ElementType::boolean)
    return wrong_operand_type(node, inputs[0], "bool when the result is int64");
  out.op = std::make_unique<Cast>(inputs[0], out.output.type);
  return out;
}

}  // namespace clearwell::onnx
