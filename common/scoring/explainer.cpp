#include "common/scoring/explainer.hpp"

#include "common/scoring/coalition_explainer.hpp"
#include "common/scoring/column_wise.hpp"
#include "common/scoring/kernel_explainer.hpp"
#include "common/scoring/tree_shap.hpp"

#include <algorithm>
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
    onnx::Program::Workspace workspace(program_, 1);
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

/// Cast(Add(MatMul(z, weights), bias)), null when the margin is computed in another way.
std::unique_ptr<const Explainer> linear_explainer(const onnx::Program& program, const onnx::Node& margin) {
  if (margin.op_type != "Cast") return nullptr;
  const onnx::Node* add = program.producer(margin.inputs[0]);
  if (add == nullptr || add->op_type != "Add") return nullptr;
  const onnx::Node* product = program.producer(add->inputs[0]);
  const onnx::Tensor* bias = program.constant(add->inputs[1]);
  if (product == nullptr || product->op_type != "MatMul" || bias == nullptr || bias->values.size() != 1) return nullptr;
  const onnx::Tensor* weights = program.constant(product->inputs[1]);
  if (weights == nullptr || weights->values.size() != program.input_width() ||
      column_wise_values(program).count(product->inputs[0]) == 0)
    return nullptr;
  const auto z_index = static_cast<std::size_t>(program.value_index(product->inputs[0]));
  return std::make_unique<LinearExplainer>(program, z_index, *weights, bias->values.front());
}

}  // namespace

Result<std::unique_ptr<const Explainer>> make_explainer(const onnx::Program& program, const std::string& output,
                                                        std::vector<float> reference) {
  const onnx::Node* margin = program.producer(output);
  if (margin == nullptr) return Error{"model file: no node computes \"" + output + "\"", "graph.output"};
  if (margin->op_type == "TreeEnsembleRegressor" && program.producer(margin->inputs[0]) == nullptr) {
    Result<onnx::TreeTable> table = onnx::read_tree_table(*margin, program.input_width());
    if (!table) return table.error();
    if (table->covers.empty())
      return Error{"model file: without nodes_hitrates no contribution can be computed", "graph.node.(nodes_hitrates)"};
    return std::unique_ptr<const Explainer>(std::make_unique<TreeExplainer>(std::move(*table), program.input_width()));
  }
  if (std::unique_ptr<const Explainer> linear = linear_explainer(program, *margin)) return linear;
  if (std::unique_ptr<const Explainer> kernel = kernel_explainer(program, output, reference)) return kernel;
  return coalition_explainer(program, output, std::move(reference));
}

}  // namespace clearwell::scoring
