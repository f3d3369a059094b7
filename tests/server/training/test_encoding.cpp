#include "server/training/encoding.hpp"

#include "server/training/estimator.hpp"
#include "server/training/families.hpp"
#include "server/training/model_file.hpp"
#include "server/training/standardisation.hpp"
#include "server/training/training_ranges.hpp"
#include "tests/common/category_models.hpp"
#include "tests/common/loaded_predictor.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <random>

namespace bdata = boost::unit_test::data;
using namespace clearwell;

namespace {

constexpr float kGap = std::numeric_limits<float>::quiet_NaN();

/// Rows of category_spec: green is positive most of the time, and so is a high x0; now and then a gap.
dataset::TrainingTable rows(std::size_t n) {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<float> value(-10, 10);
  dataset::TrainingTable table;
  table.n_features = 4;
  table.n_categories = {0, 0, 3, 2};
  table.data_origin = "imported";
  for (std::size_t row = 0; row < n; ++row) {
    const float x0 = value(random);
    const auto x2 = static_cast<float>(random() % 3);
    const float positive = x0 / 10 + (x2 == 1 ? 1.0F : -0.5F) + value(random) / 20;
    table.labels.push_back(positive > 0 ? 1 : 0);
    const bool gap = random() % 8 == 0;
    table.features.insert(table.features.end(), {x0, value(random), gap ? kGap : x2, static_cast<float>(random() % 2)});
    table.sample_ids.push_back(static_cast<std::int64_t>(row));
    table.source_rows.emplace_back(std::nullopt);
  }
  return table;
}

training::HyperParameters presets(const training::Estimator& estimator) {
  training::HyperParameters candidate;
  for (const training::HyperParameter& knob : estimator.hyper_parameters())
    candidate.emplace(knob.name, knob.preset);
  if (candidate.contains("n_trees")) candidate["n_trees"] = 10;
  if (candidate.contains("n_networks")) candidate["n_networks"] = 2;
  if (candidate.contains("epochs")) candidate["epochs"] = 20;
  return candidate;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(training_encoding)

BOOST_AUTO_TEST_CASE(numbers_come_first_and_trees_need_one_column_of_two_categories) {
  const dataset::TrainingTable table = rows(4);
  BOOST_TEST((training::one_hot_encoding(table) == tests::category_encoding()));
  BOOST_TEST((training::tree_encoding(table) == scoring::Encoding{{0, {}}, {1, {}}, {3, {}}, {2, 0}, {2, 1}, {2, 2}}));
  dataset::TrainingTable numbers = table;
  numbers.n_categories.clear();
  BOOST_TEST(training::one_hot_encoding(numbers).empty());
  BOOST_TEST(training::encode(numbers, {}).features.size() == 16U);
}

BOOST_AUTO_TEST_CASE(a_missing_category_is_filled_by_shares_and_a_number_by_its_median) {
  dataset::TrainingTable table;
  table.n_features = 2;
  table.n_categories = {0, 2};
  table.features = {1, 0, 2, 0, 9, 1, kGap, kGap, 4, 0};
  table.labels = {0, 1, 0, 1, 1};
  const scoring::Standardisation fitted = training::fit_standardisation(table);
  BOOST_TEST(fitted.medians == (std::vector<float>{3, 0.75F, 0.25F}), boost::test_tools::per_element());
  const std::vector<double> standardised = training::standardised_rows(table, fitted);
  BOOST_REQUIRE(standardised.size() == 15U);
  BOOST_CHECK_SMALL(standardised[3 * 3 + 1], 1e-12);
  BOOST_CHECK_SMALL(standardised[3 * 3 + 2], 1e-12);
  BOOST_TEST(standardised[0 * 3 + 1] == -standardised[0 * 3 + 2]);
}

BOOST_AUTO_TEST_CASE(the_ranges_count_categories_and_name_the_most_frequent) {
  dataset::TrainingTable table;
  table.n_features = 1;
  table.n_categories = {4};
  table.features = {2, 2, 1, kGap, 1};
  table.labels = {0, 1, 0, 1, 1};
  const scoring::TrainingRange range = training::training_ranges(table)[0];
  BOOST_TEST(range.low == 1);
  BOOST_TEST(range.high == 2);
  BOOST_TEST(range.median == 1);
  BOOST_CHECK_CLOSE_FRACTION(range.missing_share, 0.2, 1e-15);
  BOOST_TEST(range.category_rows == (std::vector<std::size_t>{0, 2, 2, 0}), boost::test_tools::per_element());
}

// What is fitted to columns is what the file computes from the features: every family's file loads, its contributions
// are one for each feature, and it has found the category.
BOOST_DATA_TEST_CASE(every_family_learns_from_categories, bdata::make({0, 1, 2, 3, 4, 5}), which) {
  const training::Estimator& estimator = *training::estimators()[static_cast<std::size_t>(which)];
  const dataset::TrainingTable table = rows(600);
  const training::HyperParameters candidate = presets(estimator);
  const auto fitted = estimator.fit(table, {&candidate, 1}, {.seed = 5});
  const std::string bytes = training::write_model_file(fitted[0], tests::category_spec(), estimator.family(), table);
  BOOST_TEST((bytes == training::write_model_file(estimator.fit(table, {&candidate, 1}, {.seed = 5})[0],
                                                  tests::category_spec(), estimator.family(), table)));
  const scoring::Predictor predictor = tests::loaded(bytes);
  const auto margin = [&](float x2) { return predictor.predict(std::vector{0.0F, 0.0F, x2, 0.0F}).margin; };
  BOOST_TEST(margin(1) > margin(0));
  BOOST_TEST(margin(1) > margin(2));
  BOOST_TEST(margin(1) >= margin(kGap));  // a tree that is not pruned is sure of both
  const std::vector<double> contributions = predictor.contributions(std::vector{0.0F, 0.0F, 1.0F, 0.0F});
  BOOST_REQUIRE(contributions.size() == 5U);
  BOOST_TEST(contributions[2] > std::abs(contributions[1]));
  BOOST_TEST((predictor.facts().training_ranges[2].category_rows.size() == 3U));
}

BOOST_AUTO_TEST_SUITE_END()
