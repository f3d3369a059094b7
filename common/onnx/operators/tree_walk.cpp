#include "common/onnx/operators/tree_walk.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace clearwell::onnx {
namespace {

/// Fewer leave the processor waiting, more do not fit its registers.
constexpr std::size_t kAtOnce = 8;

/// A feature has two columns, so that a missing value needs no test of its own at the nodes: the value, with a missing
/// one above all splits, and the same with it below all. Only what is missing is infinite there: an infinite value
/// becomes the double that is farthest out, as far from all finite float32.
constexpr std::size_t kColumns = 2;
enum Column : std::uint32_t { kMissingHigh, kMissingLow };

/// So many fit on the stack; wider rows are rare.
constexpr std::size_t kStackColumns = 1024;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kFarthest = std::numeric_limits<double>::max();

double finite(double value) {
  return std::clamp(value, -kFarthest, kFarthest);
}

}  // namespace

TreeWalk::TreeWalk(const TreeTable& table, std::size_t n_features) : n_features_(n_features), base_(table.base) {
  nodes_.reserve(table.nodes.size());
  weights_.reserve(table.nodes.size());
  for (const std::uint32_t root : table.roots)
    add_tree(table, root);
}

/// The test of a node, its child still to be told.
TreeWalk::Node TreeWalk::test_of(const TreeTable::Node& node) {
  const double value = finite(node.value);
  const double split = node.or_equal ? std::nextafter(value, kInfinity) : value;  // value <= split: below the next one
  return {split, 0,
          static_cast<std::uint32_t>(kColumns) * static_cast<std::uint32_t>(node.feature) +
              (node.missing_goes_left ? kMissingLow : kMissingHigh)};
}

// Level by level, so that brothers stand side by side and the nodes near the root, which all rows visit, share lines of
// the cache.
void TreeWalk::add_tree(const TreeTable& table, std::uint32_t root) {
  struct Pending {
    std::uint32_t from;  // in the table
    std::uint32_t depth;
  };
  std::vector<Pending> level_order = {{root, 0}};
  const auto first = static_cast<std::uint32_t>(nodes_.size());
  for (std::size_t next = 0; next < level_order.size(); ++next) {
    const auto [from, depth] = level_order[next];
    const TreeTable::Node& node = table.nodes[from];
    if (node.feature < 0) {
      nodes_.push_back({-kInfinity, static_cast<std::uint32_t>(nodes_.size()) - 1, 0});
      weights_.push_back(node.value);
      continue;
    }
    Node test = test_of(node);
    test.left = first + static_cast<std::uint32_t>(level_order.size());
    nodes_.push_back(test);
    weights_.push_back(0);
    level_order.push_back({node.left, depth + 1});
    level_order.push_back({node.right, depth + 1});
  }
  trees_.push_back({first, level_order.back().depth});
}

void TreeWalk::spread_row(const double* row, double* columns) const {
  for (std::size_t feature = 0; feature < n_features_; ++feature) {
    const double value = row[feature];
    const bool missing = value != value;
    columns[kMissingHigh] = missing ? kInfinity : finite(value);
    columns[kMissingLow] = missing ? -kInfinity : finite(value);
    columns += kColumns;
  }
}

/// Takes walks from the nodes `at` down to leaves, each with its row. Two levels a turn, since to ask whether all have
/// arrived costs a third of a level.
template <std::size_t kWalks>
inline void TreeWalk::descend(std::uint32_t depth, const double* const* rows, std::uint32_t* at) const {
  const auto next = [this, rows](std::size_t walk, std::uint32_t from) {
    const Node& node = nodes_[from];
    return node.left + (rows[walk][node.column] < node.split ? 0 : 1);
  };
  for (std::uint32_t level = 0; level < depth; level += 2) {
    std::uint32_t moved = 0;
    for (std::size_t walk = 0; walk < kWalks; ++walk) {
      const std::uint32_t child = next(walk, at[walk]);
      at[walk] = next(walk, child);
      moved |= at[walk] ^ child;
    }
    if (moved == 0) return;  // all are at leaves, long before the deepest one
  }
}

/// `sum` and the leaves of kTrees trees, walked together by one row.
template <std::size_t kTrees>
inline float TreeWalk::add_leaves(std::size_t tree, const double* columns, float sum) const {
  std::array<const double*, kTrees> rows{};
  rows.fill(columns);
  std::array<std::uint32_t, kTrees> at{};
  std::uint32_t depth = 0;
  for (std::size_t walk = 0; walk < kTrees; ++walk) {
    at[walk] = trees_[tree + walk].root;
    depth = std::max(depth, trees_[tree + walk].depth);
  }
  descend<kTrees>(depth, rows.data(), at.data());
  for (const std::uint32_t leaf : at)
    sum += weights_[leaf];
  return sum;
}

float TreeWalk::margin_of(const double* columns) const {
  float sum = base_;
  std::size_t tree = 0;
  for (; tree + kAtOnce <= trees_.size(); tree += kAtOnce)
    sum = add_leaves<kAtOnce>(tree, columns, sum);
  for (; tree + 2 <= trees_.size(); tree += 2)
    sum = add_leaves<2>(tree, columns, sum);
  return tree < trees_.size() ? add_leaves<1>(tree, columns, sum) : sum;
}

/// kAtOnce rows, one tree after another.
void TreeWalk::margins_of_block(const double* columns, double* output) const {
  std::array<const double*, kAtOnce> rows{};
  for (std::size_t row = 0; row < kAtOnce; ++row)
    rows[row] = columns + row * kColumns * n_features_;
  std::array<float, kAtOnce> sums{};
  sums.fill(base_);
  for (const Tree& tree : trees_) {
    std::array<std::uint32_t, kAtOnce> at{};
    at.fill(tree.root);
    descend<kAtOnce>(tree.depth, rows.data(), at.data());
    for (std::size_t row = 0; row < kAtOnce; ++row)
      sums[row] += weights_[at[row]];
  }
  std::copy(sums.begin(), sums.end(), output);
}

void TreeWalk::margins(std::size_t rows, const double* input, double* output) const {
  std::array<double, kStackColumns> on_stack;  // NOLINT(*-member-init): 8 KB that rows are spread into
  std::vector<double> on_heap;
  const std::size_t n_columns = kColumns * n_features_;
  const std::size_t needed = n_columns * std::min(rows, kAtOnce);
  if (needed > on_stack.size()) on_heap.resize(needed);
  double* const columns = on_heap.empty() ? on_stack.data() : on_heap.data();
  std::size_t row = 0;
  for (; row + kAtOnce <= rows; row += kAtOnce) {
    for (std::size_t i = 0; i < kAtOnce; ++i)
      spread_row(input + (row + i) * n_features_, columns + i * n_columns);
    margins_of_block(columns, output + row);
  }
  for (; row < rows; ++row) {
    spread_row(input + row * n_features_, columns);
    output[row] = margin_of(columns);
  }
}

}  // namespace clearwell::onnx
