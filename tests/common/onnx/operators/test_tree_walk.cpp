#include "common/onnx/operators/tree_walk.hpp"

#include "common/random/split_mix.hpp"
#include "tests/common/onnx/operators/plain_margin.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <vector>

using clearwell::onnx::TreeTable;
using clearwell::onnx::TreeWalk;
using clearwell::random::SplitMix64;
namespace bdata = boost::unit_test::data;
namespace tests = clearwell::tests;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
// Values at which comparisons turn; splits and rows draw from the same, so that they often meet.
constexpr float kValues[] = {
    -kInfinity, std::numeric_limits<float>::lowest(),     -1,   -std::numeric_limits<float>::denorm_min(), -0.0F,    0,
    1,          std::numeric_limits<float>::denorm_min(), 1.5F, std::numeric_limits<float>::max(),         kInfinity};

float drawn_value(SplitMix64& random) {
  return kValues[random.below(std::size(kValues))];
}

/// Nodes in an order of their own: the root last, its subtrees before it.
std::uint32_t add_tree(TreeTable& table, SplitMix64& random, std::size_t n_features, int depth) {
  TreeTable::Node node;
  if (depth == 0 || random.below(5) == 0) {
    node.value = static_cast<float>(random.fraction() - 0.5);
  } else {
    node.value = drawn_value(random);
    node.feature = static_cast<std::int32_t>(random.below(n_features));
    node.or_equal = random.below(2) == 0;
    node.missing_goes_left = random.below(2) == 0;
    node.left = add_tree(table, random, n_features, depth - 1);
    node.right = add_tree(table, random, n_features, depth - 1);
  }
  table.nodes.push_back(node);
  return static_cast<std::uint32_t>(table.nodes.size() - 1);
}

struct Forest {
  int n_trees;
  int depth;
};
std::ostream& operator<<(std::ostream& out, const Forest& forest) {
  return out << forest.n_trees << " trees of depth " << forest.depth;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(onnx_tree_walk)

// Numbers of trees and of rows on both sides of how many are walked at once.
BOOST_DATA_TEST_CASE(sums_have_the_bits_of_the_plain_walk,
                     bdata::make({Forest{1, 0}, Forest{1, 5}, Forest{7, 3}, Forest{8, 12}, Forest{9, 1},
                                  Forest{41, 6}}) *
                         bdata::make({1, 3}),
                     forest, n_features_drawn) {
  const auto n_features = static_cast<std::size_t>(n_features_drawn);
  SplitMix64 random(static_cast<std::uint64_t>(forest.n_trees * 100 + forest.depth));
  TreeTable table;
  table.base = 0.25F;
  for (int tree = 0; tree < forest.n_trees; ++tree)
    table.roots.push_back(add_tree(table, random, n_features, forest.depth));
  const TreeWalk walk(table, n_features);

  for (const std::size_t n_rows : {1U, 7U, 8U, 9U, 64U}) {
    std::vector<double> rows(n_rows * n_features);
    for (double& value : rows)
      value = random.below(6) == 0 ? std::nan("") : static_cast<double>(drawn_value(random));
    std::vector<double> margins(n_rows);
    walk.margins(n_rows, rows.data(), margins.data());
    for (std::size_t row = 0; row < n_rows; ++row) {
      const float expected = tests::plain_margin(table, rows.data() + row * n_features);
      const auto found = static_cast<float>(margins[row]);
      BOOST_REQUIRE_MESSAGE(std::bit_cast<std::uint32_t>(expected) == std::bit_cast<std::uint32_t>(found),
                            "row " << row << " of " << n_rows << ": " << expected << ", walked " << found);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
