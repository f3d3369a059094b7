#include "server/training/regression_baselines.hpp"

#include "tests/server/training/regression_tables.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;
using training::RegressionBaseline;

namespace {

/// One row a month, the last two of which judge.
dataset::TrainingTable months(const std::vector<double>& targets) {
  dataset::TrainingTable table = tests::regression_table_of(1, std::vector<double>(targets.size(), 0.0), targets);
  for (std::size_t row = 0; row < targets.size(); ++row)
    table.sampled_at.push_back("2020-0" + std::to_string(row + 1) + "-01T00:00:00");
  return table;
}

spec::DatasetSpec by_time() {
  spec::DatasetSpec spec = tests::example_regression_spec(1);
  spec.split.method = spec::SplitMethod::time;
  return spec;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(regression_baselines)

BOOST_AUTO_TEST_CASE(the_mean_is_that_of_the_training_rows) {
  const auto table = months({1, 2, 3, 10, 20});
  const auto baselines =
      training::regression_baselines({1, {-1, -1, -1, 0, 0}, {}}, table, tests::example_regression_spec(1));
  BOOST_REQUIRE(baselines.size() == 1);
  BOOST_TEST(baselines[0].name == "mean");
  BOOST_CHECK_CLOSE(*baselines[0].folds.at(0).mae(), (8.0 + 18.0) / 2, 1e-10);
}

BOOST_AUTO_TEST_CASE(persistence_is_the_number_before) {
  const auto baselines =
      training::regression_baselines({1, {-1, -1, -1, 0, 0}, {}}, months({1, 2, 3, 10, 20}), by_time());
  BOOST_REQUIRE(baselines.size() == 2);
  BOOST_TEST(baselines[1].name == "persistence");
  BOOST_CHECK_CLOSE(*baselines[1].folds.at(0).mae(), (7.0 + 10.0) / 2, 1e-10);
}

BOOST_AUTO_TEST_CASE(persistence_keeps_to_a_row_s_own_group_and_to_earlier_moments) {
  auto table = months({1, 2, 3, 10, 20});
  table.groups = {"a", "b", "a", "b", "c"};
  table.sampled_at[2] = table.sampled_at[0];
  const auto baselines = training::regression_baselines({1, {-1, -1, 0, 0, 0}, {}}, table, by_time());
  const evaluation::EstimateErrors& errors = baselines[1].folds.at(0);
  BOOST_TEST(errors.rows() == 1);  // c has none before, nor has a at that moment
  BOOST_CHECK_CLOSE(*errors.mae(), 8.0, 1e-10);
}

BOOST_AUTO_TEST_SUITE_END()
