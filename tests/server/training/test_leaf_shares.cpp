#include "server/training/leaf_shares.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using training::CartTree;

namespace {

/// Trees that are one leaf each.
std::vector<CartTree> leaves(std::size_t n_trees, std::uint32_t rows, std::uint32_t positives) {
  return std::vector<CartTree>(n_trees, CartTree{{.counts = {rows, positives}}});
}

double margin_of(std::span<const CartTree> trees) {
  float sum = 0;
  for (const std::vector<scoring::TreeNode>& tree : training::mean_leaf_share(trees).trees)
    sum += tree[0].value;
  return static_cast<double>(sum);
}

const std::size_t kTrees[] = {1, 2, 3, 10, 300, 5000};

}  // namespace

BOOST_AUTO_TEST_SUITE(leaf_shares)

BOOST_AUTO_TEST_CASE(one_tree_gives_its_leaf_s_share) {
  BOOST_TEST(margin_of(leaves(1, 4, 1)) == 0.25);
  BOOST_TEST(margin_of(leaves(1, 4, 4)) == 1);
  BOOST_TEST(margin_of(leaves(1, 4, 0)) == 0);
  BOOST_CHECK_SMALL(margin_of(leaves(1, 3, 1)) - 1.0 / 3, 0x1p-25);
}

BOOST_DATA_TEST_CASE(the_mean_is_never_above_one_and_hardly_below, bdata::make(kTrees), n_trees) {
  const double margin = margin_of(leaves(n_trees, 7, 7));
  BOOST_TEST(margin <= 1);
  BOOST_TEST(margin > 1 - static_cast<double>(n_trees) * 0x1p-24);
}

BOOST_DATA_TEST_CASE(every_weight_is_a_whole_multiple_of_the_finest, bdata::make(kTrees), n_trees) {
  std::vector<CartTree> trees;
  for (std::uint32_t tree = 0; tree < n_trees; ++tree)
    trees.push_back({{.counts = {tree + 3, tree / 2 + 1}}});
  for (const std::vector<scoring::TreeNode>& tree : training::mean_leaf_share(trees).trees) {
    const double multiple = static_cast<double>(tree[0].value) * 0x1p24;
    BOOST_TEST(multiple == std::floor(multiple));
  }
}

BOOST_AUTO_TEST_CASE(the_same_votes_give_the_same_margin_whoever_cast_them) {
  std::vector<CartTree> trees = leaves(300, 5, 0);
  for (std::size_t tree = 0; tree < 100; ++tree)
    trees[tree] = leaves(1, 5, 5)[0];
  const double first_hundred = margin_of(trees);
  std::reverse(trees.begin(), trees.end());
  BOOST_TEST(margin_of(trees) == first_hundred);
}

BOOST_AUTO_TEST_CASE(half_the_votes_are_no_majority) {
  for (const std::size_t n_trees : {1U, 2U, 300U}) {
    std::vector<CartTree> trees = leaves(n_trees, 1000, 500);
    BOOST_TEST(margin_of(trees) < static_cast<double>(training::kMajority));
    trees.assign(n_trees, leaves(1, 1000, 501)[0]);
    BOOST_TEST(margin_of(trees) > static_cast<double>(training::kMajority));
  }
}

BOOST_AUTO_TEST_SUITE_END()
