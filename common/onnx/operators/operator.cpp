#include "common/onnx/operators/operator.hpp"

#include <algorithm>
#include <array>

namespace clearwell::onnx {
namespace {

struct Entry {
  std::string_view domain;
  std::string_view op_type;
  CompileOperator compile;
};

constexpr std::array<Entry, 17> kOperators = {{
    {"", "Add", compile_arithmetic},
    {"", "Sub", compile_arithmetic},
    {"", "Mul", compile_arithmetic},
    {"", "Div", compile_arithmetic},
    {"", "MatMul", compile_matmul},
    {"", "IsNaN", compile_is_nan},
    {"", "Where", compile_where},
    {"", "Cast", compile_cast},
    {"", "Exp", compile_exp},
    {"", "Relu", compile_relu},
    {"", "Sigmoid", compile_sigmoid},
    {"", "Concat", compile_concat},
    {"", "Equal", compile_comparison},
    {"", "GreaterOrEqual", compile_comparison},
    {"", "Gather", compile_gather},
    {"", "Squeeze", compile_squeeze},
    {"ai.onnx.ml", "TreeEnsembleRegressor", compile_tree_ensemble},
}};

}  // namespace

CompileOperator find_operator(std::string_view domain, std::string_view op_type) {
  if (domain == "ai.onnx") domain = "";
  const auto* entry = std::find_if(kOperators.begin(), kOperators.end(), [&](const Entry& candidate) {
    return candidate.domain == domain && candidate.op_type == op_type;
  });
  return entry == kOperators.end() ? nullptr : entry->compile;
}

std::string_view accepted_operators() {
  static const std::string names = [] {
    std::string text;
    for (const Entry& entry : kOperators)
      text += (text.empty() ? "" : ", ") + (entry.domain.empty() ? "" : std::string(entry.domain) + ".") +
              std::string(entry.op_type);
    return text;
  }();
  return names;
}

double rounded_to(ElementType type, double v) {
  return type == ElementType::float32 ? static_cast<double>(static_cast<float>(v)) : v;
}

std::size_t broadcast_width(const Operand& a, const Operand& b) {
  if (a.width == b.width || b.width == 1) return a.width;
  return a.width == 1 ? b.width : 0;
}

Error wrong_operand_count(const Node& node, std::size_t found, std::size_t accepted) {
  return Error{node.op_type + ": " + std::to_string(found) + " inputs, " + std::to_string(accepted) + " are accepted",
               "input"};
}

Error wrong_operand_type(const Node& node, const Operand& found, std::string_view accepted) {
  return Error{node.op_type + ": an input of type " + std::string(name_of(found.type)) + ", accepted is " +
                   std::string(accepted),
               "input"};
}

Error wrong_operand_shape(const Node& node, std::string_view why) {
  return Error{node.op_type + ": " + std::string(why), "input"};
}

}  // namespace clearwell::onnx
