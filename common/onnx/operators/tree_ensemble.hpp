#pragma once

#include "common/onnx/model.hpp"
#include "common/result.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace clearwell::onnx {

/// A checked TreeEnsembleRegressor with one target: every child exists, no node is reached twice, every leaf has one
/// weight, so that walking it needs no checks.
struct TreeTable {
  struct Node {
    float value = 0;            ///< split value, or the leaf's weight
    std::int32_t feature = -1;  ///< -1: a leaf
    std::uint32_t left = 0;     ///< taken when the test holds
    std::uint32_t right = 0;
    bool missing_goes_left = false;
    bool or_equal = false;  ///< test is x <= value (BRANCH_LEQ), else x < value (BRANCH_LT)

    /// The child that a value goes to.
    std::uint32_t next(double x) const {
      const bool to_the_left = x != x ? missing_goes_left : (or_equal ? x <= value : x < value);
      return to_the_left ? left : right;
    }
  };

  std::vector<Node> nodes;
  std::vector<double> covers;        ///< [nodes]; empty when the file does not tell (nodes_hitrates)
  std::vector<std::uint32_t> roots;  ///< in the order in which leaves are summed
  float base = 0;
  std::size_t max_depth = 0;
};

/// \param n_features  width of the operator's input
Result<TreeTable> read_tree_table(const Node& node, std::size_t n_features);

}  // namespace clearwell::onnx
