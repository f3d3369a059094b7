#pragma once

#include "common/onnx/program.hpp"
#include "common/result.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace clearwell::scoring {

/// Splits what a model says of one row into contributions of the features. One implementation for each shape of graph.
class Explainer {
 public:
  virtual ~Explainer() = default;
  /// \param row  [n_features]
  /// \return     [n_features + 1], the last is the bias
  virtual std::vector<double> explain(std::span<const float> row) const = 0;
  /// Where a feature's effect jumps, ascending; empty for smooth models.
  virtual std::vector<float> split_values(std::size_t feature) const = 0;
};

/// Recognises how a model's output, `margin` or a regression's `value`, is computed: trees on the input, a weighted sum
/// of single features, or a support vector machine. Any other graph is asked what it says of mixed rows. \param program
/// must outlive the explainer \param reference  [n_features], the row against which a support vector machine or any
/// other graph is explained
Result<std::unique_ptr<const Explainer>> make_explainer(const onnx::Program& program, const std::string& output,
                                                        std::vector<float> reference);

}  // namespace clearwell::scoring
