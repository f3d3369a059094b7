#include "server/training/slice_evaluation.hpp"

#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;
using tests::kMissing;
using training::SliceScores;

namespace {

/// Eight rows of 1 to 8, two without a value; every other row is positive, and what is above 6 is called so.
struct Example {
  spec::DatasetSpec spec = tests::example_spec(1);
  dataset::TrainingTable table =
      tests::table_of({{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {kMissing}, {kMissing}}, {1, 0, 1, 0, 1, 0, 1, 0, 1, 0});
  dataset::Folds folds{2, std::vector<int>(10, 0)};
  training::FamilyEvaluation evaluation;

  Example() {
    evaluation.out_of_fold.emplace_back(10);
    for (const std::size_t row : {6, 7, 8})
      evaluation.out_of_fold[0][row].positive = true;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(slice_evaluation, Example)

BOOST_AUTO_TEST_CASE(each_row_is_in_one_slice_of_the_feature) {
  const std::vector<SliceScores> slices = training::evaluate_slices(evaluation, folds, table, spec);
  BOOST_REQUIRE(slices.size() == 5);
  BOOST_TEST(!slices[0].from);
  BOOST_TEST(slices[0].rows == 2);
  BOOST_TEST(*slices[0].precision() == 1);
  BOOST_TEST(*slices[0].recall() == 1);
  BOOST_TEST(*slices[1].from == 1);
  BOOST_TEST(*slices[1].to == 2.75);
  BOOST_TEST(slices[1].rows == 2);
  BOOST_TEST(!slices[1].precision());
  BOOST_TEST(!slices[1].precision_interval);
  BOOST_TEST(*slices[1].recall() == 0);
  BOOST_TEST(*slices[4].to == 8);
  BOOST_TEST(slices[4].predicted_positives == 2);
  BOOST_TEST(*slices[4].precision() == 0.5);
  BOOST_CHECK(*slices[4].precision_interval == *evaluation::wilson_interval(1, 2));
}

BOOST_AUTO_TEST_CASE(repeats_count_as_their_mean) {
  evaluation.out_of_fold.push_back(evaluation.out_of_fold[0]);
  evaluation.out_of_fold[1][7].positive = false;
  const SliceScores last = training::evaluate_slices(evaluation, folds, table, spec).back();
  BOOST_TEST(last.rows == 2);
  BOOST_TEST(last.predicted_positives == 1.5);
  BOOST_TEST(last.true_positives == 1);
}

BOOST_AUTO_TEST_CASE(rows_that_are_never_judged_are_in_no_slice) {
  for (const std::size_t row : {0, 1, 8})
    folds.fold_of_row[row] = dataset::Folds::kNeverJudged;
  const std::vector<SliceScores> slices = training::evaluate_slices(evaluation, folds, table, spec);
  BOOST_TEST(slices[0].rows == 1);
  BOOST_TEST(*slices[1].from == 3);
  double rows = 0;
  for (const SliceScores& slice : slices)
    rows += slice.rows;
  BOOST_TEST(rows == 7);
}

BOOST_AUTO_TEST_CASE(a_feature_of_one_value_has_one_quarter_and_one_never_measured_has_none) {
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.features[row] = 7;
  const std::vector<SliceScores> slices = training::evaluate_slices(evaluation, folds, table, spec);
  BOOST_REQUIRE(slices.size() == 1);
  BOOST_TEST(slices[0].rows == 10);
  BOOST_TEST(*slices[0].from == 7);
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.features[row] = kMissing;
  BOOST_TEST(training::evaluate_slices(evaluation, folds, table, spec).empty());
}

BOOST_AUTO_TEST_SUITE_END()
