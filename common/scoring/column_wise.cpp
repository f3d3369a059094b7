#include "common/scoring/column_wise.hpp"

#include <algorithm>
#include <string_view>

namespace clearwell::scoring {

// One pass over the nodes, which stand in order: a walk from the end backwards could take exponential time on a hostile
// graph.
std::set<std::string, std::less<>> column_wise_values(const onnx::Program& program) {
  constexpr std::string_view kColumnWise[] = {"Add", "Sub", "Mul", "Div", "Cast", "Where", "IsNaN"};
  std::set<std::string, std::less<>> values;
  const auto qualifies = [&](const std::string& input) {
    const onnx::Operand& operand = program.operand(static_cast<std::size_t>(program.value_index(input)));
    const bool is_input = operand.per_row() && program.producer(input) == nullptr;
    return !operand.per_row() || is_input || (operand.width == program.input_width() && values.count(input) > 0);
  };
  for (const onnx::Node& node : program.model().graph.nodes)
    if (std::find(std::begin(kColumnWise), std::end(kColumnWise), node.op_type) != std::end(kColumnWise) &&
        std::all_of(node.inputs.begin(), node.inputs.end(), qualifies))
      values.insert(node.outputs.front());
  return values;
}

}  // namespace clearwell::scoring
