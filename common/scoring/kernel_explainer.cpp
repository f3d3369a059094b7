#include "common/scoring/kernel_explainer.hpp"

#include "common/scoring/column_sources.hpp"
#include "common/scoring/gauss_legendre.hpp"
#include "common/scoring/portable_math.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::scoring {
namespace {

/// Bounds the time of one explanation to about a second, whatever the file.
constexpr double kMaxSteps = 1e9;

/// What was found in the graph.
struct Machine {
  std::size_t z_index = 0;            ///< of the value [N, n_columns] that the kernel compares
  std::vector<ColumnSource> sources;  ///< [n_columns]
  double gamma = 0;
  std::vector<double> vectors;     ///< [n_vectors, n_columns]
  std::vector<double> amplitudes;  ///< [n_vectors], what each vector's kernel is multiplied by
  double bias = 0;

  std::size_t n_vectors() const { return amplitudes.size(); }
};

class KernelExplainer final : public Explainer {
 public:
  KernelExplainer(const onnx::Program& program, Machine machine, std::span<const float> reference)
      : program_(program),
        machine_(std::move(machine)),
        n_features_(reference.size()),
        nodes_(gauss_legendre((n_features_ + 1) / 2)),
        of_reference_(factors(reference)),
        margin_of_reference_(machine_.bias) {
    for (std::size_t v = 0; v < machine_.n_vectors(); ++v) {
      double kernel = machine_.amplitudes[v];
      for (std::size_t f = 0; f < n_features_; ++f)
        kernel *= of_reference_[v * n_features_ + f];
      margin_of_reference_ += kernel;
    }
  }

  std::vector<double> explain(std::span<const float> row) const override {
    const std::vector<double> of_row = factors(row);
    std::vector<double> contributions(n_features_ + 1, 0);
    std::vector<double> scratch(3 * n_features_);
    for (std::size_t v = 0; v < machine_.n_vectors(); ++v)
      add_vector(machine_.amplitudes[v], &of_row[v * n_features_], &of_reference_[v * n_features_], scratch.data(),
                 contributions.data());
    contributions.back() = margin_of_reference_;
    return contributions;
  }

  std::vector<float> split_values(std::size_t) const override { return {}; }

 private:
  /// exp(-gamma (z - s)²) of each support vector and feature, which is a product where a feature has several columns:
  /// the kernel is their product. [n_vectors, n_features]
  std::vector<double> factors(std::span<const float> row) const {
    onnx::Program::Workspace workspace(program_, 1);
    workspace.run(row.data(), 1);
    const double* z = workspace.value(machine_.z_index);
    const std::size_t n_columns = machine_.sources.size();
    std::vector<double> factors(machine_.n_vectors() * n_features_, 1);
    for (std::size_t v = 0; v < machine_.n_vectors(); ++v)
      for (std::size_t c = 0; c < n_columns; ++c) {
        const double distance = z[c] - machine_.vectors[v * n_columns + c];
        factors[v * n_features_ + machine_.sources[c].feature] *= portable::exp(-machine_.gamma * distance * distance);
      }
    return factors;
  }

  /// \param a, b  [n_features], factors of the row and of the reference
  void add_vector(double amplitude, const double* a, const double* b, double* scratch, double* contributions) const {
    const std::size_t n = n_features_;
    double* others = scratch;  // the integral of the product of all other features
    double* mixed = scratch + n;
    double* before = scratch + 2 * n;  // product of the features in front
    std::fill_n(others, n, 0.0);
    for (const QuadratureNode& node : nodes_) {
      double product = node.weight;
      for (std::size_t f = 0; f < n; ++f) {
        mixed[f] = b[f] + node.at * (a[f] - b[f]);
        before[f] = product;
        product *= mixed[f];
      }
      double behind = 1;
      for (std::size_t f = n; f-- > 0;) {
        others[f] += before[f] * behind;
        behind *= mixed[f];
      }
    }
    for (std::size_t f = 0; f < n; ++f)
      contributions[f] += amplitude * (a[f] - b[f]) * others[f];
  }

  const onnx::Program& program_;
  Machine machine_;
  std::size_t n_features_;
  std::vector<QuadratureNode> nodes_;
  std::vector<double> of_reference_;
  double margin_of_reference_;
};

/// The node of that operator that computes an input of `node`; null when there is none, or no `node`.
const onnx::Node* behind(const onnx::Program& program, const onnx::Node* node, std::size_t input,
                         std::string_view op_type) {
  if (node == nullptr) return nullptr;
  const onnx::Node* producer = program.producer(node->inputs[input]);
  return producer != nullptr && producer->op_type == op_type ? producer : nullptr;
}

/// What the kernel of a support vector is multiplied by. Its support term cancels its squared norm; in a file from
/// elsewhere, up to a factor.
std::vector<double> amplitudes(const Machine& machine, const std::vector<double>& duals,
                               const std::vector<double>& support_terms) {
  const std::size_t n_columns = machine.sources.size();
  std::vector<double> amplitudes;
  for (std::size_t v = 0; v < duals.size(); ++v) {
    double squared_norm = 0;
    for (std::size_t c = 0; c < n_columns; ++c) {
      const double value = machine.vectors[v * n_columns + c];
      squared_norm += value * value;
    }
    amplitudes.push_back(duals[v] * portable::exp(support_terms[v] + machine.gamma * squared_norm));
  }
  return amplitudes;
}

/// Recognises Cast(Exp(z·2γS - γz² - γS²) · duals + bias), spelled as svm_pipeline.cpp does.
std::optional<Machine> find_machine(const onnx::Program& program, const std::string& output) {
  const onnx::Node* margin = program.producer(output);
  const onnx::Node* shifted = behind(program, margin, 0, "Add");
  const onnx::Node* sum = behind(program, shifted, 0, "MatMul");
  const onnx::Node* kernels = behind(program, sum, 0, "Exp");
  const onnx::Node* exponents = behind(program, kernels, 0, "Add");
  const onnx::Node* with_row = behind(program, exponents, 0, "Add");
  const onnx::Node* products = behind(program, with_row, 0, "MatMul");
  const onnx::Node* row_term = behind(program, with_row, 1, "MatMul");
  const onnx::Node* widened = behind(program, products, 0, "Mul");
  const onnx::Node* squares = behind(program, row_term, 0, "Mul");
  if (widened == nullptr || squares == nullptr || margin->op_type != "Cast") return std::nullopt;

  const onnx::Tensor* bias = program.constant(shifted->inputs[1]);
  const onnx::Tensor* support_terms = program.constant(exponents->inputs[1]);
  const onnx::Tensor* two_gamma = program.constant(widened->inputs[1]);
  if (bias == nullptr || support_terms == nullptr || two_gamma == nullptr || two_gamma->values.size() != 1)
    return std::nullopt;
  const std::vector<double>& duals = program.constant(sum->inputs[1])->values;
  const std::vector<double>& vectors = program.constant(products->inputs[1])->values;
  const std::vector<double>& minus_gamma = program.constant(row_term->inputs[1])->values;

  const std::string& z = widened->inputs[0];
  const auto sources = column_sources(program);
  const auto source = sources.find(z);
  if (source == sources.end()) return std::nullopt;
  Machine machine;
  machine.z_index = static_cast<std::size_t>(program.value_index(z));
  machine.sources = source->second;
  const std::size_t n_columns = machine.sources.size();
  machine.gamma = two_gamma->values[0] / 2;
  machine.bias = bias->values[0];
  const bool fits = squares->inputs == std::vector<std::string>{z, z} &&
                    minus_gamma == std::vector<double>(n_columns, -machine.gamma) &&
                    support_terms->values.size() == duals.size() && vectors.size() == n_columns * duals.size();
  if (!fits) return std::nullopt;
  for (std::size_t v = 0; v < duals.size(); ++v)
    for (std::size_t c = 0; c < n_columns; ++c)
      machine.vectors.push_back(vectors[c * duals.size() + v]);
  machine.amplitudes = amplitudes(machine, duals, support_terms->values);
  return machine;
}

}  // namespace

std::unique_ptr<const Explainer> kernel_explainer(const onnx::Program& program, const std::string& output,
                                                  std::span<const float> reference) {
  std::optional<Machine> machine = find_machine(program, output);
  if (!machine) return nullptr;
  const auto n_features = static_cast<double>(reference.size());
  const double n_factors = static_cast<double>(machine->n_vectors()) * n_features;
  if (static_cast<double>(machine->vectors.size()) + n_factors * n_features > kMaxSteps) return nullptr;
  return std::make_unique<KernelExplainer>(program, std::move(*machine), reference);
}

}  // namespace clearwell::scoring
