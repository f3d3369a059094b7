#include "common/onnx/operators/operator.hpp"

#include <vector>

namespace clearwell::onnx {
namespace {

/// The columns of these positions, in this order; one may come several times.
class Gather final : public Operator {
 public:
  Gather(std::size_t input_width, std::vector<std::size_t> columns)
      : input_width_(input_width), columns_(std::move(columns)) {}

  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    for (std::size_t row = 0; row < rows; ++row)
      for (const std::size_t column : columns_)
        *output++ = inputs[0][row * input_width_ + column];
  }

 private:
  std::size_t input_width_;
  std::vector<std::size_t> columns_;
};

}  // namespace

Result<CompiledNode> compile_gather(const Node& node, std::span<const Operand> inputs) {
  if (inputs.size() != 2) return wrong_operand_count(node, inputs.size(), 2);
  const Attribute* axis = node.attribute("axis");
  if (axis == nullptr || axis->type != AttributeType::int_value || (axis->i != 1 && axis->i != -1))
    return Error{"Gather: the attribute `axis` must be 1 (columns)", "attribute"};
  if (inputs[0].type != ElementType::float32 && inputs[0].type != ElementType::float64)
    return wrong_operand_type(node, inputs[0], "float32 or float64");
  if (!inputs[0].per_row() || inputs[0].rank != 2)
    return wrong_operand_shape(node, "the first input must be rows of numbers");
  const Tensor* indices = inputs[1].constant;
  if (indices == nullptr || indices->type != ElementType::int64 || indices->dims.size() != 1 ||
      indices->integers.empty())
    return wrong_operand_shape(node, "the second input must be a constant list of int64 positions");
  std::vector<std::size_t> columns;
  for (const std::int64_t index : indices->integers) {
    if (index < 0 || static_cast<std::uint64_t>(index) >= inputs[0].width)
      return wrong_operand_shape(node, "column " + std::to_string(index) + ", the rows have columns 0 to " +
                                           std::to_string(inputs[0].width - 1));
    columns.push_back(static_cast<std::size_t>(index));
  }
  CompiledNode out;
  out.output.type = inputs[0].type;
  out.output.width = columns.size();
  out.op = std::make_unique<Gather>(inputs[0].width, std::move(columns));
  return out;
}

}  // namespace clearwell::onnx
