#include "common/onnx/operators/operator.hpp"

#include <algorithm>

namespace clearwell::onnx {
namespace {

class Squeeze final : public Operator {
 public:
  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    std::copy_n(inputs[0], rows, output);
  }
};

}  // namespace

Result<CompiledNode> compile_squeeze(const Node& node, std::span<const Operand> inputs) {
  if (inputs.size() != 2) return wrong_operand_count(node, inputs.size(), 2);
  const Tensor* axes = inputs[1].constant;
  if (axes == nullptr || axes->integers != std::vector<std::int64_t>{1})
    return wrong_operand_shape(node, "the axes must be the constant [1]");
  if (!inputs[0].per_row() || inputs[0].rank != 2 || inputs[0].width != 1)
    return wrong_operand_shape(node, "the input must be one column");
  CompiledNode out;
  out.output = inputs[0];
  out.output.rank = 1;
  out.op = std::make_unique<Squeeze>();
  return out;
}

}  // namespace clearwell::onnx
