#include "server/training/cross_validation.hpp"

#include "server/dataset/split.hpp"
#include "server/training/summary.hpp"
#include "tests/server/training/example_tables.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using dataset::Folds;
using dataset::TrainingTable;
using training::FamilyEvaluation;

namespace {

spec::DatasetSpec two_families() {
  spec::DatasetSpec spec = tests::example_spec(3);
  spec.families = {{"logistic_regression", {{"c", {0.01, 1}}}},
                   {"xgboost", {{"n_trees", {5, 15}}, {"max_depth", {2}}, {"subsample", {0.8}}}}};
  return spec;
}

FamilyEvaluation evaluate(const TrainingTable& table, const std::vector<Folds>& repeats, std::size_t family,
                          unsigned n_threads = 1, const training::Progress& progress = {}) {
  const spec::DatasetSpec spec = two_families();
  return training::cross_validate(
      *training::search_space(spec, family), table, spec,
      {.repeats = repeats, .recall_floor = 0.2, .seed = 42, .n_threads = n_threads, .progress = progress});
}

double mean_roc_auc(const FamilyEvaluation& evaluation) {
  return training::summarise(evaluation.folds, training::fold_metrics()[0]).mean.value();
}

const std::size_t kFamilies[] = {0, 1};

}  // namespace

BOOST_AUTO_TEST_SUITE(cross_validation)

BOOST_DATA_TEST_CASE(what_can_be_learned_is_learned_and_permuted_labels_are_not, bdata::make(kFamilies), family) {
  const TrainingTable table = tests::learnable_table(900, 1);
  const std::vector<Folds> repeats = {dataset::stratified_folds(table.labels, 5, 1)};
  BOOST_TEST(mean_roc_auc(evaluate(table, repeats, family)) > 0.8);

  const TrainingTable noise = tests::with_permuted_labels(table, 2);
  const std::vector<Folds> of_noise = {dataset::stratified_folds(noise.labels, 5, 1)};
  const FamilyEvaluation nothing = evaluate(noise, of_noise, family);
  BOOST_CHECK_SMALL(mean_roc_auc(nothing) - 0.5, 0.06);
  BOOST_CHECK_SMALL(nothing.final_selection.roc_auc.value() - 0.5, 0.06);  // nor do inner folds see their own rows
}

BOOST_DATA_TEST_CASE(nothing_of_a_test_fold_reaches_its_model_or_its_threshold, bdata::make(kFamilies), family) {
  const TrainingTable table = tests::learnable_table(300, 3);
  const std::vector<Folds> repeats = {dataset::stratified_folds(table.labels, 3, 1)};
  const FamilyEvaluation before = evaluate(table, repeats, family);

  TrainingTable changed = table;  // wild values and turned labels in the rows that judge fold 0
  for (const std::size_t row : repeats[0].test_rows(0)) {
    changed.features[row * 3] = 1e30F;
    changed.labels[row] = 1 - changed.labels[row];
  }
  const FamilyEvaluation after = evaluate(changed, repeats, family);
  BOOST_TEST(after.folds[0].model_sha256 == before.folds[0].model_sha256);  // medians, means, trees, threshold and all
  BOOST_CHECK(after.folds[0].selection == before.folds[0].selection);
  BOOST_CHECK(after.folds[0].at_threshold != before.folds[0].at_threshold);
  for (const std::size_t other : {1U, 2U})  // where those rows train, they do count
    BOOST_TEST(after.folds[other].model_sha256 != before.folds[other].model_sha256);
}

BOOST_DATA_TEST_CASE(threads_change_nothing, bdata::make(kFamilies), family) {
  const TrainingTable table = tests::learnable_table(240, 4);
  const std::vector<Folds> repeats = {dataset::stratified_folds(table.labels, 3, 1),
                                      dataset::stratified_folds(table.labels, 3, 2)};
  const FamilyEvaluation alone = evaluate(table, repeats, family, 1);
  BOOST_TEST(alone.folds.size() == 6);
  BOOST_TEST(alone.n_repeats == 2);
  BOOST_CHECK(evaluate(table, repeats, family, 4) == alone);
}

BOOST_AUTO_TEST_CASE(every_row_is_judged_once_in_each_repeat) {
  const TrainingTable table = tests::learnable_table(200, 5);
  const std::vector<Folds> repeats = {dataset::stratified_folds(table.labels, 4, 1),
                                      dataset::stratified_folds(table.labels, 4, 2)};
  evaluation::ConfusionMatrix all;
  for (const training::FoldScores& fold : evaluate(table, repeats, 0).folds)
    all += fold.at_half;
  BOOST_TEST(all.rows() == 400);
}

// A feature that tells the group, and groups of one class each: whoever sees a group on both sides knows it by heart.
BOOST_AUTO_TEST_CASE(nobody_chooses_by_a_group_that_it_was_fitted_to) {
  TrainingTable table = tests::learnable_table(600, 8);
  random::SplitMix64 random(9);
  std::vector<std::uint8_t> label_of_group;
  for (int group = 0; group < 60; ++group)
    label_of_group.push_back(static_cast<std::uint8_t>(random.below(2)));
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const std::size_t group = row % 60;
    for (std::size_t feature = 0; feature < 3; ++feature)
      table.features[row * 3 + feature] = static_cast<float>(group * 7919 % (61 + feature));
    table.labels[row] = label_of_group[group];
    table.groups.push_back("g" + std::to_string(group));
  }
  spec::DatasetSpec spec = two_families();
  spec.group = spec::GroupSpec{.name = "g"};
  const auto final_auc = [&](spec::SplitMethod method) {
    spec.split.method = method;
    const std::vector<Folds> repeats = {dataset::draw_folds(table, spec.split, 3, 1)};
    return *training::cross_validate(*training::search_space(spec, 1), table, spec,
                                     {.repeats = repeats, .recall_floor = 0.2, .seed = 42})
                .final_selection.roc_auc;
  };
  BOOST_TEST(final_auc(spec::SplitMethod::stratified) > 0.9);
  BOOST_TEST(final_auc(spec::SplitMethod::group) < 0.7);
}

BOOST_AUTO_TEST_CASE(groups_too_few_to_be_divided_end_the_training) {
  TrainingTable table = tests::learnable_table(80, 5);
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.groups.emplace_back(row % 2 == 0 ? "a" : "b");
  spec::DatasetSpec spec = two_families();
  spec.group = spec::GroupSpec{.name = "g"};
  spec.split.method = spec::SplitMethod::group;
  const std::vector<Folds> repeats = {dataset::draw_folds(table, spec.split, 2, 1)};
  BOOST_CHECK_EXCEPTION(training::cross_validate(*training::search_space(spec, 0), table, spec,
                                                 {.repeats = repeats, .recall_floor = 0.2, .seed = 42}),
                        training::TrainingError, [](const training::TrainingError& error) {
                          return std::string(error.what()) ==
                                 "a class has too few groups to be divided into inner folds";
                        });
}

BOOST_AUTO_TEST_CASE(progress_rises_to_one) {
  const TrainingTable table = tests::learnable_table(100, 6);
  const std::vector<Folds> repeats = {dataset::stratified_folds(table.labels, 2, 1)};
  std::vector<double> told;
  std::size_t judged = 0;
  evaluate(table, repeats, 0, 3, [&](double done, std::span<const training::FoldScores> folds) {
    told.push_back(done);
    BOOST_TEST(folds.size() >= judged);
    judged = folds.size();
  });
  BOOST_TEST(told.size() > 3 * 5);  // five inner folds of both outer folds and of all rows
  BOOST_TEST(judged == 2);
  BOOST_TEST(std::is_sorted(told.begin(), told.end()));
  BOOST_CHECK_CLOSE_FRACTION(told.back(), 1.0, 1e-9);
}

BOOST_AUTO_TEST_CASE(the_fewest_rows_that_check_folds_lets_through_are_enough) {
  TrainingTable table = tests::learnable_table(8, 7);
  table.labels = {1, 1, 1, 1, 0, 0, 0, 0};
  const std::vector<Folds> repeats = {dataset::stratified_folds(table.labels, 2, 1)};
  BOOST_REQUIRE(dataset::check_folds(table.labels, repeats[0]));
  for (const std::size_t family : kFamilies)
    BOOST_TEST(evaluate(table, repeats, family).folds.size() == 2);
}

BOOST_AUTO_TEST_SUITE_END()
