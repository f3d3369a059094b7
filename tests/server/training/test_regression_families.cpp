#include "common/evaluation/estimate_errors.hpp"
#include "server/training/cancellation.hpp"
#include "server/training/families.hpp"
#include "server/training/model_file.hpp"
#include "server/training/search_space.hpp"
#include "tests/server/training/fitted_trees.hpp"
#include "tests/server/training/regression_tables.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <thread>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using dataset::TrainingTable;
using training::Estimator;
using training::HyperParameters;

namespace {

const auto kFamilies =
    bdata::make({"linear_regression", "decision_tree", "random_forest", "xgboost", "svm", "neural_network"});

const Estimator& regression(const char* family) {
  return *training::find_estimator(family, spec::Task::regression);
}

/// The family's presets, but what takes long smaller.
HyperParameters presets(const Estimator& family) {
  HyperParameters params = tests::settings_of(family, {});
  if (params.contains("n_trees")) params["n_trees"] = 30;
  if (params.contains("n_networks")) params["n_networks"] = 2;
  if (params.contains("min_samples_leaf")) params["min_samples_leaf"] = 5;
  if (params.contains("c")) params["c"] = 10;
  return params;
}

std::string file_of(const Estimator& family, const TrainingTable& table, const HyperParameters& params,
                    std::uint64_t seed = 1) {
  const auto fitted = family.fit(table, std::span(&params, 1), {.seed = seed});
  return training::write_model_file(fitted.at(0), tests::example_regression_spec(table.n_features), family.family(),
                                    table);
}

evaluation::EstimateErrors errors_of(const std::string& file, const TrainingTable& judged) {
  evaluation::EstimateErrors errors;
  const auto predictions = training::score_model_file(file, judged);
  for (std::size_t row = 0; row < judged.n_rows(); ++row)
    errors.add(static_cast<double>(predictions[row].margin), judged.targets[row]);
  return errors;
}

std::vector<float> values_of(const std::string& file, const TrainingTable& rows) {
  std::vector<float> values;
  for (const scoring::Prediction& prediction : training::score_model_file(file, rows))
    values.push_back(prediction.margin);
  return values;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(regression_families)

BOOST_AUTO_TEST_CASE(there_are_six_and_each_says_its_task) {
  BOOST_TEST(training::estimators(spec::Task::regression).size() == 6);
  for (const Estimator* estimator : training::estimators(spec::Task::regression))
    BOOST_TEST((estimator->task() == spec::Task::regression));
  for (const Estimator* estimator : training::estimators())
    BOOST_TEST((estimator->task() == spec::Task::classification));
  BOOST_TEST((training::find_estimator("logistic_regression", spec::Task::regression) == nullptr));
  BOOST_TEST((training::find_estimator("linear_regression") == nullptr));
}

BOOST_AUTO_TEST_CASE(a_classifier_s_family_is_refused_by_its_path) {
  spec::DatasetSpec spec = tests::example_regression_spec(2);
  spec.families = {{"logistic_regression", {}}};
  const auto space = training::search_space(spec, 0);
  BOOST_REQUIRE(!space);
  BOOST_TEST(space.error().message ==
             "'logistic_regression' is not a regression family of this build; it has linear_regression, decision_tree, "
             "random_forest, xgboost, svm, neural_network");
  BOOST_TEST(space.error().field == "families[0].family");
}

// The numbers have a variance of about 170, of which the noise is 1 and the gaps of x1 are three to four more. What
// each family leaves, measured with room: a straight line cannot follow the square.
BOOST_DATA_TEST_CASE(learns_what_there_is_to_learn, kFamilies ^ bdata::make({6.8, 3.5, 3.0, 3.1, 3.6, 3.4}), family,
                     highest_rmse) {
  const Estimator& estimator = regression(family);
  const std::string file = file_of(estimator, tests::learnable_numbers(1000, 3), presets(estimator));
  const auto errors = errors_of(file, tests::learnable_numbers(500, 4));
  BOOST_TEST_MESSAGE(family << ": RMSE " << *errors.rmse() << ", R2 " << *errors.r2());
  BOOST_TEST(*errors.rmse() < highest_rmse);
  BOOST_TEST(*errors.rmse() > 1);  // less than the noise would be a leak
  BOOST_TEST(std::fabs(*errors.bias()) < 1);
}

BOOST_DATA_TEST_CASE(learns_nothing_where_there_is_nothing, kFamilies, family) {
  const Estimator& estimator = regression(family);
  const auto errors = errors_of(
      file_of(estimator, tests::with_permuted_targets(tests::learnable_numbers(600, 5), 8), presets(estimator)),
      tests::learnable_numbers(500, 6));
  BOOST_TEST(*errors.r2() < 0.1);
}

BOOST_DATA_TEST_CASE(gives_the_same_file_on_any_thread, kFamilies, family) {
  const Estimator& estimator = regression(family);
  const TrainingTable table = tests::learnable_numbers(200, 7);
  const std::string file = file_of(estimator, table, presets(estimator));
  std::vector<std::string> files(3);
  std::vector<std::thread> threads;
  for (std::string& other : files)
    threads.emplace_back([&] { other = file_of(estimator, table, presets(estimator)); });
  for (std::thread& thread : threads)
    thread.join();
  for (const std::string& other : files)
    BOOST_TEST((other == file));
}

BOOST_DATA_TEST_CASE(candidates_fitted_together_are_those_fitted_alone, kFamilies, family) {
  const Estimator& estimator = regression(family);
  const TrainingTable table = tests::learnable_numbers(150, 9);
  std::vector<HyperParameters> candidates(2, presets(estimator));
  for (const char* knob : {"max_depth", "alpha", "epsilon"})
    if (candidates[1].contains(knob)) candidates[1][knob] = std::string_view(knob) == "max_depth" ? 3 : 0.5;
  const auto together = estimator.fit(table, candidates, {.seed = 1});
  for (std::size_t i = 0; i < candidates.size(); ++i)
    BOOST_TEST((training::write_model_file(together[i], tests::example_regression_spec(3), family, table) ==
                file_of(estimator, table, candidates[i])));
  BOOST_TEST((file_of(estimator, table, candidates[0]) != file_of(estimator, table, candidates[1])));
}

BOOST_DATA_TEST_CASE(the_unit_of_the_number_does_not_matter, kFamilies, family) {
  const Estimator& estimator = regression(family);
  const TrainingTable table = tests::learnable_numbers(300, 10);
  TrainingTable scaled = table;
  for (double& target : scaled.targets)
    target = 1000 * target - 5e5;
  const auto values = values_of(file_of(estimator, table, presets(estimator)), table);
  const auto scaled_values = values_of(file_of(estimator, scaled, presets(estimator)), table);
  double largest = 0;
  for (std::size_t row = 0; row < values.size(); ++row)
    largest = std::max(
        largest, std::fabs(static_cast<double>(scaled_values[row]) + 5e5 - 1000 * static_cast<double>(values[row])));
  BOOST_TEST(largest < 600);  // of a standard deviation of 13,000: ties and early stops may fall otherwise
}

BOOST_DATA_TEST_CASE(equal_numbers_are_answered_with_that_number, kFamilies, family) {
  const Estimator& estimator = regression(family);
  TrainingTable table = tests::learnable_numbers(60, 11);
  std::fill(table.targets.begin(), table.targets.end(), 42.5);
  for (const float value : values_of(file_of(estimator, table, presets(estimator)), table))
    BOOST_REQUIRE_SMALL(value - 42.5F, 0.75F);
}

BOOST_DATA_TEST_CASE(stops_when_it_is_asked_to, kFamilies, family) {
  const Estimator& estimator = regression(family);
  std::stop_source stop;
  stop.request_stop();
  const HyperParameters params = presets(estimator);
  BOOST_CHECK_THROW(static_cast<void>(estimator.fit(tests::learnable_numbers(100, 12), std::span(&params, 1),
                                                    {.seed = 1, .stop = stop.get_token()})),
                    training::Cancelled);
}

BOOST_AUTO_TEST_CASE(a_ridge_of_one_feature_by_hand) {
  // Standardised, x is -1, -1, 1, 1 and y - mean is -3, -1, 1, 3: w = Σ x (y - mean) / (n + alpha) = 8 / (4 + 1).
  const TrainingTable table = tests::regression_table_of(1, {2, 2, 6, 6}, {1, 3, 5, 7});
  const HyperParameters params = {{"alpha", 1}};
  const auto fitted = training::linear_regression().fit(table, std::span(&params, 1), {});
  const auto& model = std::get<scoring::LinearModel>(fitted[0]);
  BOOST_CHECK_CLOSE(model.weights[0], 1.6, 1e-10);
  BOOST_CHECK_CLOSE(model.bias, 4.0, 1e-10);
  const auto values = values_of(file_of(training::linear_regression(), table, params), table);
  BOOST_TEST(values[0] == 2.4F);
  BOOST_TEST(values[3] == 5.6F);
}

BOOST_AUTO_TEST_CASE(two_features_that_say_the_same_share_the_weight) {
  const TrainingTable table = tests::regression_table_of(2, {2, 2, 2, 2, 6, 6, 6, 6}, {1, 3, 5, 7});
  const HyperParameters params = {{"alpha", 1}};
  const auto fitted = training::linear_regression().fit(table, std::span(&params, 1), {});
  const auto& model = std::get<scoring::LinearModel>(fitted[0]);
  BOOST_CHECK_CLOSE(model.weights[0], model.weights[1], 1e-8);
}

BOOST_AUTO_TEST_CASE(a_stump_answers_the_mean_of_each_side) {
  const TrainingTable table = tests::regression_table_of(1, {-4, -3, -2, 2, 3, NAN}, {10, 11, 12, 20, 22, 24});
  const HyperParameters params = tests::settings_of(training::regression_tree(), {{"max_depth", 1}});
  const auto values = values_of(file_of(training::regression_tree(), table, params), table);
  for (const std::size_t row : {0U, 1U, 2U})
    BOOST_CHECK_SMALL(values[row] - 11, 1e-5F);
  for (const std::size_t row : {3U, 4U, 5U})  // what is not measured goes where it leaves the least variance
    BOOST_CHECK_SMALL(values[row] - 22, 1e-5F);
}

BOOST_AUTO_TEST_CASE(an_unpruned_tree_repeats_what_it_saw) {
  const TrainingTable table = tests::learnable_numbers(300, 13);
  const HyperParameters params = tests::settings_of(training::regression_tree(), {});
  BOOST_TEST(*errors_of(file_of(training::regression_tree(), table, params), table).rmse() < 1e-4);
}

BOOST_AUTO_TEST_CASE(pruning_by_the_whole_variance_leaves_the_mean) {
  const TrainingTable table = tests::learnable_numbers(300, 13);
  const HyperParameters params = tests::settings_of(training::regression_tree(), {{"ccp_alpha", 1}});
  BOOST_CHECK_SMALL(*errors_of(file_of(training::regression_tree(), table, params), table).r2(), 1e-6);
}

BOOST_AUTO_TEST_CASE(a_forest_is_the_mean_of_its_trees) {
  const TrainingTable table = tests::learnable_numbers(200, 14);
  const HyperParameters params =
      tests::settings_of(training::regression_forest(), {{"n_trees", 25}, {"min_samples_leaf", 5}});
  const auto fitted = training::regression_forest().fit(table, std::span(&params, 1), {.seed = 3});
  const auto& forest = std::get<scoring::TreeEnsemble>(fitted[0]);
  BOOST_TEST(forest.trees.size() == 25);
  const auto values = values_of(file_of(training::regression_forest(), table, params, 3), table);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    // Exact in float32, in any order: summed from the last tree, with the base at the end.
    float sum = 0;
    for (std::size_t tree = forest.trees.size(); tree-- > 0;)
      sum += tests::leaf_of(forest.trees[tree], table.row(row)).value;
    BOOST_REQUIRE_EQUAL(values[row], sum + forest.base);
  }
}

BOOST_AUTO_TEST_CASE(boosting_begins_at_the_mean) {
  TrainingTable table = tests::regression_table_of(1, {1, 1, 1, 1}, {10, 20, 30, 80});
  const HyperParameters params = tests::settings_of(training::xgboost_regression(), {{"n_trees", 1}});
  const auto fitted = training::xgboost_regression().fit(table, std::span(&params, 1), {});
  const auto& trees = std::get<scoring::TreeEnsemble>(fitted[0]);
  BOOST_TEST(trees.base == 35);
  BOOST_CHECK_SMALL(trees.trees[0][0].value, 1e-5F);
}

BOOST_AUTO_TEST_SUITE_END()
