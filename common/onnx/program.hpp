#pragma once

#include "common/onnx/model.hpp"
#include "common/onnx/operators/operator.hpp"
#include "common/result.hpp"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::onnx {

/// A model file's graph, checked and ready to run. Immutable, so threads may share it.
class Program {
 public:
  /// Takes the model over: constants are read from it.
  /// \pre  the graph has one input of rows, float32 [N, width]
  static Result<Program> compile(Model model);

  static constexpr std::size_t kBlockRows = 64;

  /// One pass over at most kBlockRows rows. Each thread has its own; building one allocates, running does not.
  class Workspace {
   public:
    /// \param max_rows  at most that many are run at once, at most kBlockRows
    explicit Workspace(const Program& program, std::size_t max_rows = kBlockRows);
    /// \param rows  [n_rows, input width], n_rows <= max_rows
    void run(const float* rows, std::size_t n_rows);
    /// [n_rows, width] of a value, after run().
    const double* value(std::size_t index) const { return pointers_[index]; }

   private:
    const Program& program_;
    std::vector<double> storage_;
    std::vector<double*> pointers_;  // by value index
    std::vector<const double*> inputs_;
  };

  std::size_t input_width() const { return input_width_; }
  /// About how many multiplications and comparisons one row takes.
  std::size_t steps() const { return steps_per_row_; }
  const Model& model() const { return *model_; }
  /// Position of a named value; -1 when there is none.
  int value_index(std::string_view name) const;
  const Operand& operand(std::size_t index) const { return operands_[index]; }
  /// The constant of that name; null when there is none.
  const Tensor* constant(std::string_view name) const;
  /// The node that computes a value; null for the input and for constants.
  const Node* producer(std::string_view value_name) const;

 private:
  struct Step {
    std::unique_ptr<const Operator> op;
    std::vector<std::size_t> inputs;  // value indices
    std::size_t output = 0;
  };

  Result<Ok> check_versions() const;
  Result<Ok> add_input();
  Result<Ok> add_constants();
  Result<Ok> add_node(std::size_t position);
  Result<Ok> check_outputs() const;
  Result<Ok> add_value(const std::string& name, Operand operand);

  std::unique_ptr<const Model> model_;  // on the heap: operands point into it
  std::vector<Operand> operands_;
  std::map<std::string, std::size_t, std::less<>> names_;
  std::map<std::string, std::size_t, std::less<>> producers_;  // value name to position of its node
  std::vector<Step> steps_;
  std::size_t input_width_ = 0;
  std::size_t total_width_ = 0;
  std::size_t steps_per_row_ = 0;
};

}  // namespace clearwell::onnx
