#include "common/onnx/program.hpp"

#include <algorithm>
#include <set>

namespace clearwell::onnx {
namespace {

/// Columns of all values together: bounds the memory of a workspace (64 rows of doubles: 32 MiB).
constexpr std::size_t kMaxTotalWidth = 65'536;
/// Bounds the time that a row takes (some hundredths of a second), since a small file can name one matrix many times.
constexpr std::size_t kMaxSteps = 16'000'000;

Error in_graph(std::string place, Error error) {
  if (!error.field.empty()) place += "." + error.field;
  return Error{std::move(error.message), "graph." + std::move(place)};
}

}  // namespace

Result<Program> Program::compile(Model model) {
  Program program;
  program.model_ = std::make_unique<const Model>(std::move(model));
  if (Result<Ok> done = program.check_versions(); !done) return done.error();
  if (Result<Ok> done = program.add_input(); !done) return done.error();
  if (Result<Ok> done = program.add_constants(); !done) return done.error();
  for (std::size_t i = 0; i < program.model_->graph.nodes.size(); ++i)
    if (Result<Ok> done = program.add_node(i); !done) return in_graph("node[" + std::to_string(i) + "]", done.error());
  if (Result<Ok> done = program.check_outputs(); !done) return done.error();
  return program;
}

Result<Ok> Program::check_versions() const {
  for (const OperatorSet& set : model_->opset_imports) {
    const bool main = set.domain.empty() || set.domain == "ai.onnx";
    const bool trees = set.domain == "ai.onnx.ml";
    const bool known =
        (main && set.version >= 13 && set.version <= 21) || (trees && set.version >= 1 && set.version <= 4);
    if (!known)
      return Error{"operator set \"" + set.domain + "\" version " + std::to_string(set.version) +
                       " is not known (ai.onnx 13 to 21, ai.onnx.ml 1 to 4)",
                   "opset_import"};
  }
  return Ok{};
}

Result<Ok> Program::add_value(const std::string& name, Operand operand) {
  total_width_ += operand.per_row() ? operand.width : 0;
  if (total_width_ > kMaxTotalWidth)
    return Error{"the values of one row are more than " + std::to_string(kMaxTotalWidth) + " numbers", ""};
  if (name.empty() || !names_.emplace(name, operands_.size()).second)
    return Error{"the name \"" + name + "\" is empty or given twice", ""};
  operands_.push_back(operand);
  return Ok{};
}

Result<Ok> Program::add_input() {
  std::vector<const ValueInfo*> rows;
  std::set<std::string_view> constants;
  for (const Tensor& tensor : model_->graph.initializers)
    constants.insert(tensor.name);
  for (const ValueInfo& input : model_->graph.inputs)
    if (!constants.contains(input.name)) rows.push_back(&input);
  if (rows.size() != 1)
    return Error{std::to_string(rows.size()) + " inputs, accepted is one: float32 [N, features]", "graph.input"};
  const ValueInfo& input = *rows.front();
  if (input.type != ElementType::float32 || input.shape.size() != 2 || !input.shape[1].symbol.empty() ||
      input.shape[1].length < 1)
    return Error{"the input \"" + input.name + "\" is not float32 [N, features]", "graph.input"};
  if (static_cast<std::uint64_t>(input.shape[1].length) > kMaxTotalWidth)
    return Error{std::to_string(input.shape[1].length) + " features are too many", "graph.input"};
  input_width_ = static_cast<std::size_t>(input.shape[1].length);
  Operand operand;
  operand.type = ElementType::float32;
  operand.width = input_width_;
  return add_value(input.name, operand);
}

Result<Ok> Program::add_constants() {
  for (std::size_t i = 0; i < model_->graph.initializers.size(); ++i) {
    const Tensor& tensor = model_->graph.initializers[i];
    Operand operand;
    operand.type = tensor.type;
    operand.constant = &tensor;
    // A matrix of several rows is only for MatMul, which reads its shape; elsewhere a constant is one row.
    operand.width = tensor.dims.empty() ? 1 : static_cast<std::size_t>(tensor.dims.back());
    if (Result<Ok> done = add_value(tensor.name, operand); !done)
      return in_graph("initializer[" + std::to_string(i) + "]", done.error());
  }
  return Ok{};
}

Result<Ok> Program::add_node(std::size_t position) {
  const Node& node = model_->graph.nodes[position];
  const CompileOperator compile_node = find_operator(node.domain, node.op_type);
  if (compile_node == nullptr) {
    const std::string full_name = (node.domain.empty() ? "" : node.domain + ".") + node.op_type;
    return Error{"operator \"" + full_name.substr(0, 80) +
                     "\" is not known (accepted: " + std::string(accepted_operators()) + ")",
                 ""};
  }
  if (node.outputs.size() != 1)
    return Error{node.op_type + ": " + std::to_string(node.outputs.size()) + " outputs, accepted is one", "output"};
  Step step;
  std::vector<Operand> inputs;
  for (const std::string& name : node.inputs) {
    const auto value = names_.find(name);
    if (value == names_.end())
      return Error{node.op_type + ": the input \"" + name.substr(0, 80) + "\" is not there yet", "input"};
    step.inputs.push_back(value->second);
    inputs.push_back(operands_[value->second]);
    const Tensor* constant = inputs.back().constant;
    if (constant != nullptr && constant->type == ElementType::int64 && node.op_type != "Squeeze" &&
        node.op_type != "Gather")
      return Error{
          node.op_type + ": the constant \"" + name.substr(0, 80) + "\" is int64, accepted are float32 and float64",
          "input"};
    const std::size_t stored = constant == nullptr ? 0 : std::max(constant->values.size(), constant->integers.size());
    if (constant != nullptr && node.op_type != "MatMul" && stored != inputs.back().width)
      return Error{node.op_type + ": the constant \"" + name.substr(0, 80) + "\" has more than one row", "input"};
  }
  Result<CompiledNode> compiled = compile_node(node, inputs);
  if (!compiled) return compiled.error();
  steps_per_row_ += std::max(compiled->steps, compiled->output.width);
  if (steps_per_row_ > kMaxSteps)
    return Error{node.op_type + ": with it one row takes more than " + std::to_string(kMaxSteps) + " multiplications",
                 ""};
  step.op = std::move(compiled->op);
  step.output = operands_.size();
  compiled->output.constant = nullptr;
  if (Result<Ok> done = add_value(node.outputs.front(), compiled->output); !done) return done;
  producers_.emplace(node.outputs.front(), position);
  steps_.push_back(std::move(step));
  return Ok{};
}

Result<Ok> Program::check_outputs() const {
  for (const ValueInfo& output : model_->graph.outputs)
    if (value_index(output.name) < 0)
      return Error{"the output \"" + output.name.substr(0, 80) + "\" is computed by no node", "graph.output"};
  return Ok{};
}

int Program::value_index(std::string_view name) const {
  const auto value = names_.find(name);
  return value == names_.end() ? -1 : static_cast<int>(value->second);
}

const Tensor* Program::constant(std::string_view name) const {
  const auto value = names_.find(name);
  return value == names_.end() ? nullptr : operands_[value->second].constant;
}

const Node* Program::producer(std::string_view value_name) const {
  const auto position = producers_.find(value_name);
  return position == producers_.end() ? nullptr : &model_->graph.nodes[position->second];
}

Program::Workspace::Workspace(const Program& program, std::size_t max_rows)
    : program_(program), storage_(program.total_width_ * max_rows) {
  double* next = storage_.data();
  std::size_t most_inputs = 0;
  for (const Operand& operand : program.operands_) {
    if (operand.per_row()) {
      pointers_.push_back(next);
      next += operand.width * max_rows;
    } else {
      // Only ever read. NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
      pointers_.push_back(const_cast<double*>(operand.constant->values.data()));
    }
  }
  for (const Step& step : program.steps_)
    most_inputs = std::max(most_inputs, step.inputs.size());
  inputs_.resize(most_inputs);
}

void Program::Workspace::run(const float* rows, std::size_t n_rows) {
  const std::size_t input = 0;  // add_input() comes first
  std::copy_n(rows, n_rows * program_.input_width_, pointers_[input]);
  for (const Step& step : program_.steps_) {
    for (std::size_t i = 0; i < step.inputs.size(); ++i)
      inputs_[i] = pointers_[step.inputs[i]];
    step.op->run(n_rows, std::span<const double* const>(inputs_.data(), step.inputs.size()), pointers_[step.output]);
  }
}

}  // namespace clearwell::onnx
