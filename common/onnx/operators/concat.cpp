#include "common/onnx/operators/operator.hpp"

namespace clearwell::onnx {
namespace {

/// Columns of all inputs side by side.
class Concat final : public Operator {
 public:
  explicit Concat(std::span<const Operand> inputs) : inputs_(inputs.begin(), inputs.end()) {}

  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t i = 0; i < inputs_.size(); ++i)
        for (std::size_t column = 0; column < inputs_[i].width; ++column)
          *output++ = element(inputs_[i], inputs[i], row, column);
  }

 private:
  std::vector<Operand> inputs_;
};

}  // namespace

Result<CompiledNode> compile_concat(const Node& node, std::span<const Operand> inputs) {
  const Attribute* axis = node.attribute("axis");
  if (axis == nullptr || axis->type != AttributeType::int_value || (axis->i != 1 && axis->i != -1))
    return Error{"Concat: the attribute `axis` must be 1 (columns)", "attribute"};
  if (inputs.empty()) return wrong_operand_count(node, 0, 1);
  CompiledNode out;
  out.output.type = inputs[0].type;
  for (const Operand& input : inputs) {
    if (input.type != inputs[0].type) return wrong_operand_type(node, input, name_of(inputs[0].type));
    if (input.rank != 2) return wrong_operand_shape(node, "inputs must have rows and columns");
    out.output.width += input.width;
  }
  out.op = std::make_unique<Concat>(inputs);
  return out;
}

}  // namespace clearwell::onnx
