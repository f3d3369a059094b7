#pragma once

#include "common/onnx/operators/tree_ensemble.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace clearwell::onnx {

/// The trees of a TreeTable, laid out to be walked fast: several walks at once and none of them branches, since which
/// way a row goes is what a processor cannot guess. A walk waits for memory at each node; eight of them wait together.
class TreeWalk {
 public:
  /// \param n_features  width of the rows, at least 1
  TreeWalk(const TreeTable& table, std::size_t n_features);

  /// Sums of the leaves that rows reach, in float32, from the base on and in the order of the trees, as XGBoost adds.
  /// \param input   [rows, n_features], float32 values
  /// \param output  [rows]
  // Not inlined: inside a function that is compiled for size, as all others of the page are, its loops would stay loops.
  [[gnu::noinline]] void margins(std::size_t rows, const double* input, double* output) const;

 private:
  /// A test is value < split. The right child stands behind the left one; a leaf's test fails for every value, and its
  /// right child is itself.
  struct Node {
    double split = 0;
    std::uint32_t left = 0;
    std::uint32_t column = 0;  ///< of a row as spread_row() lays it out
  };
  struct Tree {
    std::uint32_t root = 0;
    std::uint32_t depth = 0;  ///< tests on the longest way
  };

  void add_tree(const TreeTable& table, std::uint32_t root);
  static Node test_of(const TreeTable::Node& node);
  void spread_row(const double* row, double* columns) const;
  template <std::size_t kWalks>
  void descend(std::uint32_t depth, const double* const* rows, std::uint32_t* at) const;
  template <std::size_t kTrees>
  float add_leaves(std::size_t tree, const double* columns, float sum) const;
  float margin_of(const double* columns) const;
  void margins_of_block(const double* columns, double* output) const;

  std::size_t n_features_;
  std::vector<Node> nodes_;
  std::vector<float> weights_;  ///< [nodes_]; of a leaf
  std::vector<Tree> trees_;
  float base_ = 0;
};

}  // namespace clearwell::onnx
