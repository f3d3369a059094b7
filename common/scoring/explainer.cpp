#include "common/scoring/explainer.hpp"

#include "common/scoring/tree_shap.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace clearwell::scoring {
namespace {

class TreeExplainer final : public Explainer {
 public:
  TreeExplainer(onnx::TreeTable table, std::size_t n_features)
      : table_(std::move(table)), n_features_(n_features), bias_(expected_margin(table_)) {}

  std::vector<double> explain(std::span<const float> row) const override {
    const std::vector<double> values(row.begin(), row.end());
    std::vector<double> contributions(n_features_ + 1);
    add_tree_shap(table_, values, std::span<double>(contributions).first(n_features_));
    contributions.back() = bias_;
    return contributions;
  }

  std::vector<float> split_values(std::size_t feature) const override {
    std::vector<float> values;
    for (const onnx::TreeTable::Node& node : table_.nodes)
      if (node.feature == static_cast<std::int32_t>(feature)) values.push_back(node.value);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
  }

 private:
  onnx::TreeTable table_;
  std::size_t n_features_;
  double bias_;
};

/// margin = bias + Σ weight · z, where z is computed from each feature alone and is 0 at its training mean.
class LinearExplainer final : public Explainer {
 public:
  LinearExplainer(const onnx::Program& program, std::size_t z_index, const onnx::Tensor& weights, double bias)
      : program_(program), z_index_(z_index), weights_(weights), bias_(bias) {}

  std::vector<double> explain(std::span<const float> row) const override {
    onnx::Program::Workspace workspace(program_);
    workspace.run(row.data(), 1);
    const double* z = workspace.value(z_index_);
    std::vector<double> contributions;
    for (std::size_t i = 0; i < row.size(); ++i)
      contributions.push_back(z[i] * weights_.values[i]);
    contributions.push_back(bias_);
    return contributions;
  }

  std::vector<float> split_values(std::size_t) const override { return {}; }

 private:
  const onnx::Program& program_;
  std::size_t z_index_;
  const onnx::Tensor& weights_;
  double bias_;
};

const onnx::Tensor* constant_of(const onnx::Program& program, const std::string& name) {
  const int index = program.value_index(name);
  return index < 0 ? nullptr : program.operand(static_cast<std::size_t>(index)).constant;
}

/// The values of which every column is computed from the same column of the input alone. One pass over the nodes, which
/// stand in order: a walk from the end backwards could take exponential time on a hostile graph.
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

/// Cast(Add(MatMul(z, weights), bias)), null when the margin is computed in another way.
std::unique_ptr<const Explainer> linear_explainer(const onnx::Program& program, const onnx::Node& margin) {
  if (margin.op_type != "Cast") return nullptr;
  const onnx::Node* add = program.producer(margin.inputs[0]);
  if (add == nullptr || add->op_type != "Add") return nullptr;
  const onnx::Node* product = program.producer(add->inputs[0]);
  const onnx::Tensor* bias = constant_of(program, add->inputs[1]);
  if (product == nullptr || product->op_type != "MatMul" || bias == nullptr || bias->values.size() != 1) return nullptr;
  const onnx::Tensor* weights = constant_of(program, product->inputs[1]);
  if (weights == nullptr || weights->values.size() != program.input_width() ||
      column_wise_values(program).count(product->inputs[0]) == 0)
    return nullptr;
  const auto z_index = static_cast<std::size_t>(program.value_index(product->inputs[0]));
  return std::make_unique<LinearExplainer>(program, z_index, *weights, bias->values.front());
}

}  // namespace

Result<std::unique_ptr<const Explainer>> make_explainer(const onnx::Program& program) {
  const onnx::Node* margin = program.producer("margin");
  if (margin == nullptr) return Error{"model file: no node computes \"margin\"", "graph.output"};
  if (margin->op_type == "TreeEnsembleRegressor" && program.producer(margin->inputs[0]) == nullptr) {
    Result<onnx::TreeTable> table = onnx::read_tree_table(*margin, program.input_width());
    if (!table) return table.error();
    if (table->covers.empty())
      return Error{"model file: without nodes_hitrates no contribution can be computed", "graph.node.(nodes_hitrates)"};
    return std::unique_ptr<const Explainer>(std::make_unique<TreeExplainer>(std::move(*table), program.input_width()));
  }
  if (std::unique_ptr<const Explainer> linear = linear_explainer(program, *margin)) return linear;
  return Error{"model file: \"margin\" is neither a tree ensemble nor a weighted sum of the features", "graph.output"};
}

}  // namespace clearwell::scoring
