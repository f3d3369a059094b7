#include "common/scoring/explainer.hpp"

#include "common/scoring/coalition_explainer.hpp"
#include "common/scoring/column_sources.hpp"
#include "common/scoring/kernel_explainer.hpp"
#include "common/scoring/tree_shap.hpp"

#include <algorithm>
#include <string>

namespace clearwell::scoring {
namespace {

/// What one value of the graph holds for one row. \return  [width of the value]
std::vector<double> value_of(const onnx::Program& program, std::size_t value_index, std::span<const float> row) {
  onnx::Program::Workspace workspace(program, 1);
  workspace.run(row.data(), 1);
  const double* value = workspace.value(value_index);
  return {value, value + program.operand(value_index).width};
}

class TreeExplainer final : public Explainer {
 public:
  /// \param columns_index  of the value that the trees look at
  TreeExplainer(const onnx::Program& program, onnx::TreeTable table, std::size_t columns_index,
                std::vector<ColumnSource> sources)
      : program_(program),
        table_(std::move(table)),
        columns_index_(columns_index),
        sources_(std::move(sources)),
        bias_(expected_margin(table_)) {}

  std::vector<double> explain(std::span<const float> row) const override {
    const bool direct = columns_index_ == 0;  // the input itself: nothing to compute
    const std::vector<double> columns =
        direct ? std::vector<double>(row.begin(), row.end()) : value_of(program_, columns_index_, row);
    std::vector<double> of_columns(columns.size());
    add_tree_shap(table_, columns, of_columns);
    std::vector<double> contributions(row.size() + 1);
    add_by_feature(sources_, of_columns.data(), contributions.data());
    contributions.back() = bias_;
    return contributions;
  }

  std::vector<float> split_values(std::size_t feature) const override {
    std::vector<float> values;
    for (const onnx::TreeTable::Node& node : table_.nodes) {
      if (node.feature < 0) continue;
      const ColumnSource& source = sources_[static_cast<std::size_t>(node.feature)];
      if (source.feature == feature && source.unchanged) values.push_back(node.value);
    }
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
  }

 private:
  const onnx::Program& program_;
  onnx::TreeTable table_;
  std::size_t columns_index_;
  std::vector<ColumnSource> sources_;
  double bias_;
};

/// margin = bias + Σ weight · z, where each z is computed from one feature alone and is 0 at its training mean.
class LinearExplainer final : public Explainer {
 public:
  LinearExplainer(const onnx::Program& program, std::size_t z_index, std::vector<ColumnSource> sources,
                  const onnx::Tensor& weights, double bias)
      : program_(program), z_index_(z_index), sources_(std::move(sources)), weights_(weights), bias_(bias) {}

  std::vector<double> explain(std::span<const float> row) const override {
    std::vector<double> weighted = value_of(program_, z_index_, row);
    for (std::size_t column = 0; column < weighted.size(); ++column)
      weighted[column] *= weights_.values[column];
    std::vector<double> contributions(row.size() + 1);
    add_by_feature(sources_, weighted.data(), contributions.data());
    contributions.back() = bias_;
    return contributions;
  }

  std::vector<float> split_values(std::size_t) const override { return {}; }

 private:
  const onnx::Program& program_;
  std::size_t z_index_;
  std::vector<ColumnSource> sources_;
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
  const auto sources = column_sources(program);
  const auto z = sources.find(product->inputs[0]);
  if (weights == nullptr || z == sources.end() || weights->values.size() != z->second.size()) return nullptr;
  const auto z_index = static_cast<std::size_t>(program.value_index(product->inputs[0]));
  return std::make_unique<LinearExplainer>(program, z_index, z->second, *weights, bias->values.front());
}

/// Null when the margin is not computed by trees on columns that are a single feature's each.
Result<std::unique_ptr<const Explainer>> tree_explainer(const onnx::Program& program, const onnx::Node& margin) {
  if (margin.op_type != "TreeEnsembleRegressor") return std::unique_ptr<const Explainer>();
  const auto sources = column_sources(program);
  const auto columns = sources.find(margin.inputs[0]);
  if (columns == sources.end()) return std::unique_ptr<const Explainer>();
  Result<onnx::TreeTable> table = onnx::read_tree_table(margin, columns->second.size());
  if (!table) return table.error();
  if (table->covers.empty())
    return Error{"model file: without nodes_hitrates no contribution can be computed", "graph.node.(nodes_hitrates)"};
  const auto columns_index = static_cast<std::size_t>(program.value_index(margin.inputs[0]));
  return std::unique_ptr<const Explainer>(
      std::make_unique<TreeExplainer>(program, std::move(*table), columns_index, columns->second));
}

}  // namespace

Result<std::unique_ptr<const Explainer>> make_explainer(const onnx::Program& program, const std::string& output,
                                                        std::vector<float> reference) {
  const onnx::Node* margin = program.producer(output);
  if (margin == nullptr) return Error{"model file: no node computes \"" + output + "\"", "graph.output"};
  Result<std::unique_ptr<const Explainer>> trees = tree_explainer(program, *margin);
  if (!trees || *trees != nullptr) return trees;
  if (std::unique_ptr<const Explainer> linear = linear_explainer(program, *margin)) return linear;
  if (std::unique_ptr<const Explainer> kernel = kernel_explainer(program, output, reference)) return kernel;
  return coalition_explainer(program, output, std::move(reference));
}

}  // namespace clearwell::scoring
