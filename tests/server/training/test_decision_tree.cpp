#include "server/training/families.hpp"
#include "tests/server/training/fitted_trees.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>
#include <ostream>
#include <set>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using dataset::TrainingTable;
using scoring::TreeEnsemble;
using scoring::TreeNode;
using training::HyperParameters;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

HyperParameters settings(std::initializer_list<std::pair<const std::string, double>> changed) {
  return tests::settings_of(training::decision_tree(), changed);
}

std::vector<TreeNode> fit(const TrainingTable& table, const HyperParameters& params) {
  const TreeEnsemble ensemble = tests::fit_trees(training::decision_tree(), table, params);
  BOOST_REQUIRE(ensemble.trees.size() == 1);
  return ensemble.trees[0];
}

float share(double positives, double rows) {
  return static_cast<float>(std::round(positives / rows * 0x1p24) * 0x1p-24);
}

void check_leaf(const TreeNode& node, double positives, double rows) {
  BOOST_TEST(node.feature == -1);
  BOOST_TEST(node.value == share(positives, rows));
  BOOST_TEST(static_cast<double>(node.cover) == rows);
}

struct Pruned {
  double ccp_alpha;
  std::size_t nodes;
};
std::ostream& operator<<(std::ostream& out, const Pruned& pruned) {
  return out << pruned.ccp_alpha;
}

// The stump table's tree, pruned from below, in shares of its ten rows: the second split is worth 2·6/7·1/7·7/10 =
// 0.1714 of impurity for one leaf more, the first one 2·6/10·4/10 - 0.1714 = 0.3086.
const Pruned kPruned[] = {{0, 5}, {0.171, 5}, {0.172, 3}, {0.308, 3}, {0.309, 1}, {1, 1}};

}  // namespace

BOOST_AUTO_TEST_SUITE(decision_tree)

BOOST_AUTO_TEST_CASE(a_tree_by_hand) {
  // The three lowest rows are negative: cut off, they leave 2·6·1/7 = 1.7 of impurity, less than any other split.
  // Of the rest only x = 4 is negative; the rows not measured stay with the others.
  const std::vector<TreeNode> tree = fit(tests::stump_table(), settings({}));
  BOOST_REQUIRE(tree.size() == 5);
  BOOST_TEST(tree[0].feature == 0);
  BOOST_TEST(tree[0].value == -1.5F);
  BOOST_TEST(!tree[0].missing_goes_left);
  BOOST_TEST(tree[0].cover == 10.0F);
  check_leaf(tree[static_cast<std::size_t>(tree[0].left)], 0, 3);
  const TreeNode& second = tree[static_cast<std::size_t>(tree[0].right)];
  BOOST_TEST(second.value == 3.5F);
  BOOST_TEST(second.missing_goes_left);
  BOOST_TEST(second.cover == 7.0F);
  check_leaf(tree[static_cast<std::size_t>(second.left)], 6, 6);
  check_leaf(tree[static_cast<std::size_t>(second.right)], 0, 1);
}

BOOST_AUTO_TEST_CASE(depth_one_is_a_stump) {
  const std::vector<TreeNode> tree = fit(tests::stump_table(), settings({{"max_depth", 1}}));
  BOOST_REQUIRE(tree.size() == 3);
  check_leaf(tree[1], 0, 3);
  check_leaf(tree[2], 6, 7);
}

BOOST_AUTO_TEST_CASE(no_leaf_has_fewer_rows_than_asked) {
  // x = 4 may not stand alone. Beside x = 3 it leaves 2·1·1/2 = 1 of impurity, beside the two not measured 4/3.
  const std::vector<TreeNode> tree = fit(tests::stump_table(), settings({{"min_samples_leaf", 2}}));
  BOOST_REQUIRE(tree.size() == 5);
  BOOST_TEST(tree[2].value == 2.5F);
  BOOST_TEST(tree[2].missing_goes_left);
  check_leaf(tree[3], 5, 5);
  check_leaf(tree[4], 1, 2);
}

BOOST_AUTO_TEST_CASE(a_node_of_fewer_rows_than_asked_is_not_split) {
  BOOST_TEST(fit(tests::stump_table(), settings({{"min_samples_split", 7}})).size() == 5U);
  BOOST_TEST(fit(tests::stump_table(), settings({{"min_samples_split", 8}})).size() == 3U);
  BOOST_TEST(fit(tests::stump_table(), settings({{"min_samples_split", 11}})).size() == 1U);
}

BOOST_DATA_TEST_CASE(pruning_takes_what_is_not_worth_a_leaf, bdata::make(kPruned), pruned) {
  BOOST_TEST(fit(tests::stump_table(), settings({{"ccp_alpha", pruned.ccp_alpha}})).size() == pruned.nodes);
}

BOOST_AUTO_TEST_CASE(exclusive_or_is_learned_though_its_first_split_gains_nothing) {
  const TrainingTable table = tests::table_of(2, {0, 0, 0, 1, 1, 0, 1, 1}, {0, 1, 1, 0});
  const std::vector<TreeNode> tree = fit(table, settings({}));
  BOOST_TEST(tree.size() == 7U);
  for (std::size_t row = 0; row < 4; ++row)
    BOOST_TEST(tests::leaf_of(tree, table.row(row)).value == static_cast<float>(table.labels[row]));
}

BOOST_AUTO_TEST_CASE(missing_against_measured_is_a_split_too) {
  const TrainingTable table = tests::table_of(1, {5, NAN, 7, NAN, 6}, {0, 1, 0, 1, 0});
  const TreeEnsemble trees = tests::fit_trees(training::decision_tree(), table, settings({}));
  const std::vector<TreeNode>& tree = trees.trees[0];
  BOOST_REQUIRE(tree.size() == 3);
  BOOST_TEST(tree[0].value == kInfinity);
  BOOST_TEST(!tree[0].missing_goes_left);
  // Through the file, with values far from those of training.
  const TrainingTable judged = tests::table_of(1, {-1e30, 0, std::numeric_limits<float>::max(), NAN}, {0, 0, 0, 1});
  const auto predictions = training::score_model_file(tests::file_of(trees, table), judged);
  for (std::size_t row = 0; row < 4; ++row)
    BOOST_TEST(predictions[row].margin == static_cast<float>(judged.labels[row]));
}

BOOST_AUTO_TEST_CASE(what_was_never_missing_goes_with_the_larger_side) {
  const TrainingTable low = tests::table_of(1, {1, 2, 3, 4}, {0, 1, 1, 1});
  BOOST_TEST(!fit(low, settings({}))[0].missing_goes_left);
  const TrainingTable high = tests::table_of(1, {1, 2, 3, 4}, {0, 0, 0, 1});
  BOOST_TEST(fit(high, settings({}))[0].missing_goes_left);
}

BOOST_AUTO_TEST_CASE(rows_that_nothing_tells_apart_share_a_leaf) {
  const std::vector<TreeNode> tree = fit(tests::table_of(2, {1, NAN, 1, NAN, 1, NAN}, {0, 1, 1}), settings({}));
  BOOST_REQUIRE(tree.size() == 1);
  check_leaf(tree[0], 2, 3);
}

BOOST_AUTO_TEST_CASE(the_deepest_tree_is_one_that_a_model_file_may_hold) {
  // Alternating labels: nothing is better than to cut off one row after the other.
  std::vector<double> features;
  std::vector<std::uint8_t> labels;
  for (int row = 0; row < 600; ++row) {
    features.push_back(static_cast<float>(row));
    labels.push_back(row % 2 == 0 ? 1 : 0);
  }
  const TrainingTable table = tests::table_of(1, features, labels);
  const TreeEnsemble trees = tests::fit_trees(training::decision_tree(), table, settings({}));
  BOOST_TEST(tests::depth_below(trees.trees[0]) == 255);
  BOOST_TEST(training::score_model_file(tests::file_of(trees, table), table).size() == 600U);
}

BOOST_AUTO_TEST_CASE(candidates_fitted_together_are_those_fitted_alone) {
  const TrainingTable table = tests::learnable_table(300, 7);
  std::vector<HyperParameters> candidates;
  for (const double depth : {2.0, 255.0, 5.0})
    for (const double leaf : {1.0, 10.0})
      for (const double alpha : {0.0, 0.004})
        candidates.push_back(settings({{"max_depth", depth}, {"min_samples_leaf", leaf}, {"ccp_alpha", alpha}}));
  BOOST_TEST(training::decision_tree().groups(candidates).size() == 1U);
  const auto together = training::decision_tree().fit(table, candidates, {.seed = 9});
  std::set<std::string> files;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::string file = tests::file_of(std::get<TreeEnsemble>(together[i]), table);
    BOOST_TEST((file == tests::file_of(tests::fit_trees(training::decision_tree(), table, candidates[i]), table)));
    files.insert(file);
  }
  BOOST_TEST(files.size() > candidates.size() / 2);
}

BOOST_AUTO_TEST_SUITE_END()
