#include "server/training/families.hpp"
#include "tests/server/training/fitted_trees.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <thread>

using namespace clearwell;
using dataset::TrainingTable;
using scoring::TreeEnsemble;
using scoring::TreeNode;
using training::HyperParameters;

namespace {

HyperParameters settings(std::initializer_list<std::pair<const std::string, double>> changed) {
  return tests::settings_of(training::xgboost(), changed);
}

TreeEnsemble fit(const TrainingTable& table, const HyperParameters& params, std::uint64_t seed = 1) {
  return tests::fit_trees(training::xgboost(), table, params, seed);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(xgboost)

BOOST_AUTO_TEST_CASE(one_stump_has_the_leaves_of_the_formula) {
  // Leaf weight: -eta G / (H + lambda), where each row adds p - y to G and p (1 - p) to H, and p = 0.5 at the start.
  // Left: G = 4/2 - 1 = 1, H = 1. Right, with the rows not measured: G = 6/2 - 5 = -2, H = 1.5.
  // Source: Chen, Guestrin (2016), XGBoost, arXiv:1603.02754, equation 5.
  const TreeEnsemble trees = fit(
      tests::stump_table(), settings({{"n_trees", 1}, {"max_depth", 1}, {"learning_rate", 0.5}, {"reg_lambda", 1}}));
  BOOST_REQUIRE(trees.trees.size() == 1);
  const std::vector<TreeNode>& tree = trees.trees[0];
  BOOST_REQUIRE(tree.size() == 3);
  BOOST_TEST(tree[0].value > -1.0F);
  BOOST_TEST(tree[0].value <= 1.0F);
  BOOST_TEST(!tree[0].missing_goes_left);
  const TreeNode& left = tree[static_cast<std::size_t>(tree[0].left)];
  const TreeNode& right = tree[static_cast<std::size_t>(tree[0].right)];
  BOOST_CHECK_CLOSE_FRACTION(left.value, -0.5F * 1 / (1 + 1), 1e-6F);
  BOOST_CHECK_CLOSE_FRACTION(right.value, 0.5F * 2 / (1.5F + 1), 1e-6F);
  BOOST_CHECK_CLOSE_FRACTION(tree[0].cover, 2.5F, 1e-6F);
  BOOST_CHECK_CLOSE_FRACTION(left.cover, 1.0F, 1e-6F);
  BOOST_CHECK_CLOSE_FRACTION(right.cover, 1.5F, 1e-6F);
}

BOOST_AUTO_TEST_CASE(the_base_score_is_a_half_whatever_the_labels) {
  // No split helps a constant feature; with every row positive but two, a release that starts from the mean label would
  // leave nothing for the leaf to do.
  TrainingTable table = tests::stump_table();
  std::fill(table.features.begin(), table.features.end(), 1.0F);
  table.labels = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
  const TreeEnsemble trees = fit(table, settings({{"n_trees", 1}, {"learning_rate", 1}, {"reg_lambda", 0}}));
  BOOST_REQUIRE(trees.trees[0].size() == 1);
  BOOST_CHECK_CLOSE_FRACTION(trees.trees[0][0].value, 3.0F / 2.5F, 1e-6F);
}

BOOST_AUTO_TEST_CASE(the_file_sums_leaves_in_the_order_of_the_trees_to_the_bit) {
  const TrainingTable table = tests::learnable_table(400, 5);
  const TreeEnsemble trees = fit(table, settings({{"n_trees", 40}, {"max_depth", 4}}));
  const auto predictions = training::score_model_file(tests::file_of(trees, table), table);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    float margin = 0;
    for (const std::vector<TreeNode>& tree : trees.trees)
      margin += tests::leaf_of(tree, table.row(row)).value;
    BOOST_TEST(std::bit_cast<std::uint32_t>(margin) == std::bit_cast<std::uint32_t>(predictions[row].margin));
  }
}

BOOST_AUTO_TEST_CASE(trees_keep_their_depth_and_their_covers_add_up) {
  const TreeEnsemble trees = fit(tests::learnable_table(400, 6), settings({{"n_trees", 20}, {"max_depth", 3}}));
  int deepest = 0;
  for (const std::vector<TreeNode>& tree : trees.trees) {
    deepest = std::max(deepest, tests::depth_below(tree));
    for (const TreeNode& node : tree)
      if (node.feature >= 0)
        BOOST_CHECK_CLOSE_FRACTION(
            node.cover,
            tree[static_cast<std::size_t>(node.left)].cover + tree[static_cast<std::size_t>(node.right)].cover, 1e-4F);
  }
  BOOST_TEST(deepest == 3);
}

BOOST_AUTO_TEST_CASE(fewer_trees_are_the_beginning_of_more_trees) {
  // What lets candidates share one run: together or alone, each gets the same file.
  const TrainingTable table = tests::learnable_table(300, 7);
  const auto of = [](double n_trees, double depth) {
    return settings({{"n_trees", n_trees}, {"max_depth", depth}, {"subsample", 0.7}, {"colsample_bytree", 0.7}});
  };
  const HyperParameters candidates[] = {of(10, 3), of(30, 3), of(10, 2), of(20, 2), of(1, 3)};
  const auto together = training::xgboost().fit(table, candidates, {.seed = 9});
  for (std::size_t i = 0; i < std::size(candidates); ++i)
    BOOST_TEST((tests::file_of(std::get<TreeEnsemble>(together[i]), table) ==
                tests::file_of(fit(table, candidates[i], 9), table)));
}

BOOST_AUTO_TEST_CASE(candidates_of_equal_growth_are_one_group) {
  const HyperParameters candidates[] = {settings({{"n_trees", 10}}), settings({{"max_depth", 2}}),
                                        settings({{"n_trees", 30}}), settings({{"max_depth", 2}, {"n_trees", 5}})};
  const std::vector<std::vector<std::size_t>> expected = {{1, 3}, {0, 2}};
  BOOST_CHECK(training::xgboost().groups(candidates) == expected);
  const std::vector<std::vector<std::size_t>> alone = {{0}, {1}, {2}, {3}};
  BOOST_CHECK(training::logistic_regression().groups(candidates) == alone);
}

BOOST_AUTO_TEST_CASE(the_seed_decides_what_is_sampled_on_any_thread) {
  const TrainingTable table = tests::learnable_table(300, 8);
  const HyperParameters params = settings({{"n_trees", 20}, {"subsample", 0.5}});
  const std::string file = tests::file_of(fit(table, params, 1), table);
  BOOST_TEST((tests::file_of(fit(table, params, 2), table) != file));
  std::vector<std::string> files(4);
  std::vector<std::thread> threads;
  for (std::string& other : files)
    threads.emplace_back([&] { other = tests::file_of(fit(table, params, 1), table); });
  for (std::thread& thread : threads)
    thread.join();
  for (const std::string& other : files)
    BOOST_TEST((other == file));
}

BOOST_AUTO_TEST_CASE(a_value_the_library_refuses_is_its_own_error) {
  TrainingTable table = tests::learnable_table(20, 9);
  table.features[0] = INFINITY;
  BOOST_CHECK_EXCEPTION(fit(table, settings({})), training::TrainingError, [](const training::TrainingError& error) {
    return std::string(error.what()).starts_with("XGDMatrixCreateFromDense: ");
  });
}

BOOST_AUTO_TEST_CASE(exact_splits_stand_between_any_two_values) {
  constexpr std::size_t kRows = 3000;
  constexpr std::size_t kFirstPositive = 2501;  // not where a histogram of 256 bins has a place
  TrainingTable table;
  table.n_features = 1;
  for (std::size_t row = 0; row < kRows; ++row) {
    table.features.push_back(static_cast<float>(row));
    table.labels.push_back(row >= kFirstPositive ? 1 : 0);
  }
  const auto split = [&](double exact) {
    return fit(table, settings({{"n_trees", 1}, {"max_depth", 1}, {"exact_splits", exact}})).trees[0][0].value;
  };
  BOOST_TEST(split(1) > static_cast<float>(kFirstPositive - 1));
  BOOST_TEST(split(1) <= static_cast<float>(kFirstPositive));
  BOOST_TEST(std::fabs(split(0) - static_cast<float>(kFirstPositive)) > 1);
}

BOOST_AUTO_TEST_SUITE_END()
