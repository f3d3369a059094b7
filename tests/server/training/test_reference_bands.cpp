#include "server/base/spec_files.hpp"
#include "server/dataset/fold_file.hpp"
#include "server/intake/spec_importer.hpp"
#include "server/training/cross_validation.hpp"
#include "server/training/summary.hpp"
#include "tests/emptied_database.hpp"
#include "tests/shared_data.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

/// The real potability file on folds that others drew, against what scikit-learn 1.2 and XGBoost 1.7 reach on the same
/// folds with the same settings. Below a band the trainer is weak or wrong; above it something leaks.
using namespace clearwell;

namespace {

const std::string kFile = "water-potability/water_potability.csv";
const std::string kFolds = "water-potability/cv_folds.csv";

/// The reference's settings: nothing is searched.
spec::DatasetSpec reference_spec() {
  spec::DatasetSpec spec = *base::load_spec(std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models", "water_potability");
  spec.families = {{"logistic_regression", {{"c", {1}}}},
                   {"xgboost",
                    {{"n_trees", {300}},
                     {"max_depth", {4}},
                     {"learning_rate", {0.05}},
                     {"subsample", {0.8}},
                     {"colsample_bytree", {0.8}}}},
                   {"decision_tree", {}},
                   {"decision_tree", {{"max_depth", {6}}, {"min_samples_leaf", {10}}}},
                   {"random_forest", {{"n_trees", {300}}}},
                   {"svm", {{"c", {1}}, {"gamma_scale", {1}}}},
                   {"neural_network", {}}};
  return spec;
}

intake::ImportOptions import_options() {
  intake::ImportOptions options;
  options.source = "water_potability.csv";
  return options;
}

struct Reference {
  spec::DatasetSpec spec = reference_spec();
  dataset::TrainingTable table;
  std::vector<dataset::Folds> repeats;

  Reference() {
    const tests::TemporaryDatabase& database = tests::emptied_database();
    std::ifstream file(tests::shared_data(kFile), std::ios::binary);
    Result<intake::CsvReader> reader = intake::CsvReader::open(file);
    BOOST_REQUIRE(intake::import_csv(*reader, spec, import_options(), *database));
    table = *dataset::read_training_table(*database, spec);
    std::ifstream folds(tests::shared_data(kFolds), std::ios::binary);
    const std::string csv{std::istreambuf_iterator<char>(folds), std::istreambuf_iterator<char>()};
    repeats = *dataset::parse_fold_file(csv, table.source_rows);
    // All ten take minutes: CLEARWELL_TEST_REPEATS=10 asks for them.
    const char* asked = std::getenv("CLEARWELL_TEST_REPEATS");
    repeats.resize(asked != nullptr ? static_cast<std::size_t>(std::atoi(asked)) : 2);
  }

  training::FamilyEvaluation evaluate(std::size_t family) const {
    return training::cross_validate(*training::search_space(spec, family), table, spec,
                                    {.repeats = repeats,
                                     .recall_floor = spec.metric.recall_floor,
                                     .seed = 42,
                                     .n_threads = std::max(1U, std::thread::hardware_concurrency())});
  }
};

struct Band {
  std::string_view metric;
  double low, high;
};

void check_bands(const training::FamilyEvaluation& evaluation, std::initializer_list<Band> bands) {
  for (const training::FoldMetric& metric : training::fold_metrics()) {
    const training::MetricSummary summary = training::summarise(evaluation.folds, metric);
    BOOST_TEST_MESSAGE(evaluation.family << " " << metric.name << " " << summary.mean.value_or(-1) << " ± "
                                         << summary.sd.value_or(-1));
    for (const Band& band : bands) {
      if (band.metric != metric.name) continue;
      BOOST_TEST_CONTEXT(evaluation.family << " " << band.metric) {
        BOOST_TEST(summary.mean.value() >= band.low);
        BOOST_TEST(summary.mean.value() <= band.high);
      }
    }
  }
}

/// Precision over all folds at a threshold chosen on inner folds for a recall of 0.2, against the reference's.
void check_precision_at_the_floor(const training::FamilyEvaluation& evaluation, double reference,
                                  double within = 0.03) {
  const training::PooledPrecision pooled = training::pooled_precision(evaluation);
  BOOST_TEST_CONTEXT(evaluation.family << " " << pooled.precision.value_or(-1) << ", the reference " << reference) {
    BOOST_TEST(std::abs(pooled.precision.value() - reference) <= within);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reference_bands, *boost::unit_test::precondition(tests::SharedData({kFile, kFolds})))

BOOST_FIXTURE_TEST_CASE(logistic_regression_is_at_chance_here_and_equals_the_reference_fold_by_fold, Reference) {
  BOOST_TEST(table.n_rows() == 3276);
  BOOST_TEST(table.data_origin == "imported");
  const training::FamilyEvaluation evaluation = evaluate(0);
  check_bands(evaluation, {{"roc_auc", 0.48, 0.53}, {"accuracy_at_half", 0.605, 0.613}});
  check_precision_at_the_floor(evaluation, 0.418);
  // scikit-learn's LogisticRegression(C=1) on repeat 0: the problem is convex, so its solution is ours.
  const double roc_auc[] = {0.533535, 0.511961, 0.491755, 0.513138, 0.493842};
  for (std::size_t fold = 0; fold < 5; ++fold)
    BOOST_CHECK_SMALL(*evaluation.folds[fold].roc_auc - roc_auc[fold], 0.0005);
}

BOOST_FIXTURE_TEST_CASE(gradient_boosting_finds_what_there_is_and_no_more, Reference) {
  const training::FamilyEvaluation evaluation = evaluate(1);
  check_bands(evaluation, {{"roc_auc", 0.655, 0.685},
                           {"accuracy_at_half", 0.65, 0.675},
                           {"precision_at_half", 0.59, 0.655},
                           {"recall", 0.17, 0.24}});
  check_precision_at_the_floor(evaluation, 0.736);
}

// Its two scores leave no threshold between them.
BOOST_FIXTURE_TEST_CASE(an_unpruned_tree_learns_noise_by_heart, Reference) {
  const training::FamilyEvaluation evaluation = evaluate(2);
  check_bands(evaluation, {{"roc_auc", 0.55, 0.585},
                           {"accuracy_at_half", 0.57, 0.60},
                           {"precision_at_half", 0.45, 0.49},
                           {"recall", 0.45, 0.51}});
  check_precision_at_the_floor(evaluation, 0.470);
}

// Near the top of its band for a reason: over all ten repeats 0.609, and 0.591, the reference's own figure, where gaps
// are filled with medians as the reference fills them. The rest is what missing values are worth when a split may learn
// them.
BOOST_FIXTURE_TEST_CASE(a_tree_held_short_is_better, Reference) {
  const training::FamilyEvaluation evaluation = evaluate(3);
  check_bands(evaluation, {{"roc_auc", 0.575, 0.61},
                           {"accuracy_at_half", 0.62, 0.645},
                           {"precision_at_half", 0.53, 0.63},
                           {"recall", 0.17, 0.24}});
  check_precision_at_the_floor(evaluation, 0.595);
}

BOOST_FIXTURE_TEST_CASE(a_forest_is_better_than_its_trees, Reference) {
  if (std::getenv("CLEARWELL_TEST_REPEATS") == nullptr) repeats.resize(1);  // 36 forests of 300 unpruned trees already
  const training::FamilyEvaluation evaluation = evaluate(4);
  check_bands(evaluation, {{"roc_auc", 0.668, 0.69},
                           {"accuracy_at_half", 0.665, 0.683},
                           {"precision_at_half", 0.63, 0.69},
                           {"recall", 0.18, 0.26}});
  check_precision_at_the_floor(evaluation, 0.747);
}

BOOST_FIXTURE_TEST_CASE(support_vectors_do_best_here_and_equal_the_reference_fold_by_fold, Reference) {
  const training::FamilyEvaluation evaluation = evaluate(5);
  check_bands(evaluation, {{"roc_auc", 0.682, 0.70},
                           {"accuracy_at_half", 0.67, 0.688},
                           {"precision_at_half", 0.69, 0.745},
                           {"recall", 0.18, 0.25}});
  check_precision_at_the_floor(evaluation, 0.772);
  // scikit-learn's SVC(C=1, gamma="scale") on repeat 0: the problem is convex here too.
  const double roc_auc[] = {0.706738, 0.68501, 0.664098, 0.718221, 0.666686};
  for (std::size_t fold = 0; fold < 5; ++fold)
    BOOST_CHECK_SMALL(*evaluation.folds[fold].roc_auc - roc_auc[fold], 0.0005);
}

BOOST_FIXTURE_TEST_CASE(networks_are_as_good_as_the_reference, Reference) {
  const training::FamilyEvaluation evaluation = evaluate(6);
  check_bands(evaluation, {{"roc_auc", 0.665, 0.695},
                           {"accuracy_at_half", 0.655, 0.68},
                           {"precision_at_half", 0.60, 0.70},
                           {"recall", 0.17, 0.25}});
  // Outside the 0.03 of the others, on the better side: 0.764 over two repeats, as ours is the mean of five networks
  // and the reference one.
  check_precision_at_the_floor(evaluation, 0.726, 0.05);
}

BOOST_AUTO_TEST_SUITE_END()
