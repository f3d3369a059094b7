#include "server/training/families.hpp"
#include "tests/server/training/fitted_trees.hpp"

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cstdint>
#include <thread>

using namespace clearwell;
using dataset::TrainingTable;
using scoring::TreeEnsemble;
using scoring::TreeNode;
using training::HyperParameters;

namespace {

HyperParameters settings(std::initializer_list<std::pair<const std::string, double>> changed) {
  return tests::settings_of(training::random_forest(), changed);
}

TreeEnsemble fit(const TrainingTable& table, const HyperParameters& params, std::uint64_t seed = 1) {
  return tests::fit_trees(training::random_forest(), table, params, seed);
}

/// Splits and covers; leaf weights depend on the number of trees.
bool same_shape(const std::vector<TreeNode>& a, const std::vector<TreeNode>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const TreeNode& x, const TreeNode& y) {
    return x.feature == y.feature && x.left == y.left && x.right == y.right && x.cover == y.cover &&
           x.missing_goes_left == y.missing_goes_left && (x.feature < 0 || x.value == y.value);
  });
}

bool same_bits(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

std::vector<float> leaf_weights(const TreeEnsemble& forest, std::span<const float> row) {
  std::vector<float> weights;
  for (const std::vector<TreeNode>& tree : forest.trees)
    weights.push_back(tests::leaf_of(tree, row).value);
  return weights;
}

float sum_of(const std::vector<float>& weights) {
  float sum = 0;
  for (const float weight : weights)
    sum += weight;
  return sum;
}

float pairwise_sum(std::span<const float> weights) {
  if (weights.size() == 1) return weights[0];
  const std::size_t half = weights.size() / 2;
  return pairwise_sum(weights.first(half)) + pairwise_sum(weights.subspan(half));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(random_forest)

BOOST_AUTO_TEST_CASE(without_chance_every_tree_is_the_decision_tree) {
  const TrainingTable table = tests::learnable_table(200, 3);
  const TreeEnsemble forest = fit(table, settings({{"n_trees", 3}, {"bootstrap", 0}, {"max_features", 3}}));
  const TreeEnsemble tree =
      tests::fit_trees(training::decision_tree(), table, tests::settings_of(training::decision_tree(), {}));
  BOOST_REQUIRE(forest.trees.size() == 3);
  for (const std::vector<TreeNode>& grown : forest.trees)
    BOOST_TEST(same_shape(grown, tree.trees[0]));
}

BOOST_AUTO_TEST_CASE(each_tree_sees_rows_drawn_with_replacement) {
  // Stumps on one feature that is the row's number: the cover of a side tells how many draws fell on its rows.
  std::vector<double> features;
  std::vector<std::uint8_t> labels;
  for (int row = 0; row < 400; ++row) {
    features.push_back(static_cast<float>(row));
    labels.push_back(row < 200 ? 0 : 1);
  }
  const TrainingTable table = tests::table_of(1, features, labels);
  const TreeEnsemble forest = fit(table, settings({{"n_trees", 500}}));
  double sum = 0;
  double squares = 0;
  for (const std::vector<TreeNode>& tree : forest.trees) {
    BOOST_REQUIRE(tree.size() == 3);
    BOOST_REQUIRE(tree[0].cover == 400.0F);
    BOOST_REQUIRE(tree[1].cover + tree[2].cover == 400.0F);
    sum += static_cast<double>(tree[1].cover) / 500;
    squares += (static_cast<double>(tree[1].cover) - 200) * (static_cast<double>(tree[1].cover) - 200) / 500;
  }
  BOOST_CHECK_SMALL(sum - 200, 4 * std::sqrt(100.0 / 500));  // binomial: variance 400/4, four standard errors
  BOOST_CHECK_CLOSE_FRACTION(squares, 100.0, 0.3);
}

BOOST_AUTO_TEST_CASE(the_preset_looks_at_the_square_root_of_the_features) {
  const TrainingTable table = tests::learnable_table(200, 4);  // three features: one
  const TreeEnsemble preset = fit(table, settings({{"n_trees", 5}}));
  const TreeEnsemble one = fit(table, settings({{"n_trees", 5}, {"max_features", 1}}));
  const TreeEnsemble two = fit(table, settings({{"n_trees", 5}, {"max_features", 2}}));
  BOOST_TEST((tests::file_of(preset, table) == tests::file_of(one, table)));
  BOOST_TEST((tests::file_of(preset, table) != tests::file_of(two, table)));
}

BOOST_AUTO_TEST_CASE(no_order_of_summation_changes_a_margin) {
  const TrainingTable table = tests::learnable_table(400, 5);
  const TreeEnsemble forest = fit(table, settings({{"n_trees", 77}, {"min_samples_leaf", 3}}));
  const auto predictions = training::score_model_file(tests::file_of(forest, table), table);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    std::vector<float> weights = leaf_weights(forest, table.row(row));
    double exact = 0;
    for (const float weight : weights)
      exact += static_cast<double>(weight);
    BOOST_TEST(static_cast<double>(predictions[row].margin) == exact);
    BOOST_TEST(same_bits(pairwise_sum(weights), predictions[row].margin));
    std::sort(weights.begin(), weights.end());
    BOOST_TEST(same_bits(sum_of(weights), predictions[row].margin));
    std::reverse(weights.begin(), weights.end());
    BOOST_TEST(same_bits(sum_of(weights), predictions[row].margin));
    BOOST_TEST(exact >= 0);
    BOOST_TEST(exact <= 1);
  }
}

BOOST_AUTO_TEST_CASE(candidates_fitted_together_are_those_fitted_alone) {
  const TrainingTable table = tests::learnable_table(300, 7);
  const auto of = [](double n_trees, double depth, double leaf) {
    return settings({{"n_trees", n_trees}, {"max_depth", depth}, {"min_samples_leaf", leaf}, {"max_features", 2}});
  };
  const HyperParameters candidates[] = {of(10, 3, 1), of(10, 255, 1), of(30, 3, 1), of(20, 2, 5), of(1, 4, 5)};
  const std::vector<std::vector<std::size_t>> expected = {{0, 1, 2}, {3, 4}};
  BOOST_CHECK(training::random_forest().groups(candidates) == expected);
  const auto together = training::random_forest().fit(table, candidates, {.seed = 9});
  for (std::size_t i = 0; i < std::size(candidates); ++i)
    BOOST_TEST((tests::file_of(std::get<TreeEnsemble>(together[i]), table) ==
                tests::file_of(fit(table, candidates[i], 9), table)));
}

BOOST_AUTO_TEST_CASE(fewer_trees_are_the_beginning_of_more_trees) {
  const TrainingTable table = tests::learnable_table(300, 8);
  const TreeEnsemble few = fit(table, settings({{"n_trees", 4}}));
  const TreeEnsemble many = fit(table, settings({{"n_trees", 40}}));
  for (std::size_t tree = 0; tree < 4; ++tree)
    BOOST_TEST(same_shape(few.trees[tree], many.trees[tree]));
  BOOST_TEST(!same_shape(many.trees[4], many.trees[0]));
  // The mean is over all trees: ten times the trees, a tenth of the weight.
  const auto full_weight = [](const TreeEnsemble& forest) {
    float most = 0;
    for (const TreeNode& node : forest.trees[0])
      if (node.feature < 0) most = std::max(most, node.value);
    return most;
  };
  BOOST_TEST(full_weight(few) == 0.25F);
  BOOST_CHECK_CLOSE_FRACTION(full_weight(many), 0.025F, 1e-5F);
}

BOOST_AUTO_TEST_CASE(the_seed_decides_what_is_drawn_on_any_thread) {
  const TrainingTable table = tests::learnable_table(300, 9);
  const HyperParameters params = settings({{"n_trees", 20}});
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

BOOST_AUTO_TEST_SUITE_END()
