#include "common/evaluation/ranking.hpp"
#include "server/base/spec_files.hpp"
#include "server/dataset/folds.hpp"
#include "server/intake/decoded_input.hpp"
#include "server/intake/spec_importer.hpp"
#include "server/training/estimator.hpp"
#include "server/training/model_file.hpp"
#include "server/training/training_job.hpp"
#include "tests/emptied_database.hpp"
#include "tests/shared_data.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

/// Two real files with categories, read and learnt from by their specs alone, against what scikit-learn 1.9 and XGBoost
/// 1.7.4 reach on the same five folds (data row modulo 5): OneHotEncoder for categorical features, positions for
/// ordinal ones, medians, StandardScaler; LogisticRegression(C=1), SVC(C=1, gamma="scale"),
/// XGBClassifier(n_estimators=100, max_depth=3, learning_rate=0.1, tree_method="hist", base_score=0.5),
/// RandomForestClassifier(200, min_samples_leaf=3). The first two are convex and the third is the same library on the
/// same columns, so that each fold must agree.
using namespace clearwell;

namespace {

using FoldScores = std::array<double, 5>;

struct CategoricalData {
  const tests::TemporaryDatabase& database = tests::emptied_database();

  static spec::DatasetSpec spec_named(const char* name) {
    return *base::load_spec(std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models", name);
  }

  Result<intake::ImportReport> import(std::istream& csv, const spec::DatasetSpec& spec) const {
    Result<intake::CsvReader> reader = intake::CsvReader::open(csv);
    intake::ImportOptions options;
    options.source = spec.name + ".csv";
    return intake::import_csv(*reader, spec, options, *database);
  }
};

/// ROC AUC of each fold, as the fold's file scores it.
FoldScores score_folds(std::string_view family, const std::map<std::string, double>& settings,
                       const dataset::TrainingTable& table, const spec::DatasetSpec& spec) {
  const training::Estimator& estimator = *training::find_estimator(family);
  training::HyperParameters candidate;
  for (const training::HyperParameter& knob : estimator.hyper_parameters())
    candidate.emplace(knob.name, knob.preset);
  for (const auto& [name, value] : settings)
    candidate[name] = value;
  dataset::Folds folds{5, {}};
  for (const std::optional<int>& row : table.source_rows)
    folds.fold_of_row.push_back(row.value() % 5);

  FoldScores scores{};
  for (int fold = 0; fold < 5; ++fold) {
    const dataset::TrainingTable fitted_to = dataset::take_rows(table, folds.train_rows(fold), spec);
    const dataset::TrainingTable judged = dataset::take_rows(table, folds.test_rows(fold), spec);
    const auto fitted = estimator.fit(fitted_to, {&candidate, 1}, {.seed = 42});
    std::vector<float> margins;
    for (const scoring::Prediction& prediction :
         training::score_model_file(training::write_model_file(fitted[0], spec, family, fitted_to), judged))
      margins.push_back(prediction.margin);
    scores[static_cast<std::size_t>(fold)] = *evaluation::roc_auc(margins, judged.labels);
  }
  return scores;
}

double mean_of(const FoldScores& scores) {
  double sum = 0;
  for (const double score : scores)
    sum += score / 5;
  return sum;
}

void check_each_fold(const FoldScores& ours, const FoldScores& reference, double tolerance) {
  for (std::size_t fold = 0; fold < 5; ++fold)
    BOOST_TEST(std::abs(ours[fold] - reference[fold]) <= tolerance,
               "fold " << fold << ": " << ours[fold] << ", the reference " << reference[fold]);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(categorical_data, CategoricalData)

BOOST_AUTO_TEST_CASE(
    employees_are_read_and_judged_as_the_reference_judges_them,
    *boost::unit_test::precondition(tests::SharedData({"hr-attrition/WA_Fn-UseC_-HR-Employee-Attrition.csv"}))) {
  const auto path = tests::shared_data("hr-attrition/WA_Fn-UseC_-HR-Employee-Attrition.csv");
  const spec::DatasetSpec spec = spec_named("hr_attrition");
  std::ifstream file(path, std::ios::binary);
  const auto imported = import(file, spec);
  BOOST_TEST_REQUIRE(static_cast<bool>(imported));
  BOOST_TEST(imported->rows == 1470);
  BOOST_TEST(imported->accepted == 1470);
  BOOST_TEST(imported->ignored_columns.empty());
  const dataset::TrainingTable table = *dataset::read_training_table(*database, spec);
  BOOST_TEST(table.n_rows() == 1470U);

  check_each_fold(score_folds("logistic_regression", {{"c", 1}}, table, spec),
                  {0.840364, 0.839588, 0.858686, 0.792139, 0.841126}, 0.0005);
  check_each_fold(score_folds("svm", {{"c", 1}}, table, spec), {0.873273, 0.846695, 0.827370, 0.766345, 0.820206},
                  0.003);
  check_each_fold(score_folds("xgboost", {{"n_trees", 100}, {"max_depth", 3}, {"learning_rate", 0.1}}, table, spec),
                  {0.826818, 0.784662, 0.841697, 0.754630, 0.828690}, 0.003);
  // Drawn otherwise: its mean is 0.811. Numbers alone bring logistic regression to 0.771 in the mean.
  const double forest = mean_of(score_folds("random_forest", {{"n_trees", 200}, {"min_samples_leaf", 3}}, table, spec));
  BOOST_TEST(forest > 0.795);
  BOOST_TEST(forest < 0.83);
}

// Every fortieth row, from the first on.
BOOST_AUTO_TEST_CASE(passengers_are_read_and_judged_as_the_reference_judges_them,
                     *boost::unit_test::precondition(tests::SharedData({"airline-satisfaction/train.csv.gz"}))) {
  const auto path = tests::shared_data("airline-satisfaction/train.csv.gz");
  const spec::DatasetSpec spec = spec_named("airline_satisfaction");
  std::ifstream compressed(path, std::ios::binary);
  intake::DecodedInput file(compressed);
  std::stringstream sample;
  std::string line;
  for (std::size_t row = 0; std::getline(file.stream(), line); ++row)
    if (row == 0 || (row - 1) % 40 == 0) sample << line << '\n';
  const auto imported = import(sample, spec);
  BOOST_TEST_REQUIRE(static_cast<bool>(imported));
  BOOST_TEST(imported->rows == 2598);
  BOOST_TEST(imported->accepted == 2598);
  const dataset::TrainingTable table = *dataset::read_training_table(*database, spec);

  check_each_fold(score_folds("logistic_regression", {{"c", 1}}, table, spec),
                  {0.939555, 0.938338, 0.920487, 0.925412, 0.943846}, 0.0005);
  check_each_fold(score_folds("xgboost", {{"n_trees", 100}, {"max_depth", 3}, {"learning_rate", 0.1}}, table, spec),
                  {0.983928, 0.984525, 0.978870, 0.976551, 0.981327}, 0.003);
}

// The whole path: what training registers is one file that knows its categories.
BOOST_AUTO_TEST_CASE(
    a_training_job_registers_a_file_that_holds_its_categories,
    *boost::unit_test::precondition(tests::SharedData({"hr-attrition/WA_Fn-UseC_-HR-Employee-Attrition.csv"}))) {
  const auto path = tests::shared_data("hr-attrition/WA_Fn-UseC_-HR-Employee-Attrition.csv");
  spec::DatasetSpec spec = spec_named("hr_attrition");
  spec.families = {{"logistic_regression", {{"c", {0.1}}}}};
  std::ifstream file(path, std::ios::binary);
  BOOST_TEST_REQUIRE(static_cast<bool>(import(file, spec)));
  const registry::Registry registry(database.shared(), registry::open_artifacts(database.options().artifacts_place()));
  const auto report = training::train(database.shared(), registry, spec,
                                      {.n_threads = std::max(1U, std::thread::hardware_concurrency())},
                                      [](std::string_view, double) {});
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  BOOST_TEST(report->alarms.empty());
  const auto version = registry.find(*registry::parse_model_reference("hr_attrition@champion"));
  BOOST_REQUIRE(version);
  const auto predictor = scoring::Predictor::load(registry.read_file(*version));
  BOOST_TEST_REQUIRE(static_cast<bool>(predictor));
  const std::size_t overtime = *predictor->spec().feature_index("over_time");
  BOOST_TEST(predictor->facts().training_ranges[overtime].category_rows == (std::vector<std::size_t>{1054, 416}),
             boost::test_tools::per_element());
  std::vector<float> row;
  for (const scoring::TrainingRange& range : predictor->facts().training_ranges)
    row.push_back(static_cast<float>(range.median));
  const float without = predictor->predict(row).probability;
  row[overtime] = 1;
  BOOST_TEST(predictor->predict(row).probability > without + 0.05F);
}

BOOST_AUTO_TEST_SUITE_END()
