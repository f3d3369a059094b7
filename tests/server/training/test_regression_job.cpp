#include "server/training/training_job.hpp"

#include "common/scoring/predictor.hpp"
#include "server/report/model_card.hpp"
#include "server/scheduler/challenge.hpp"
#include "server/tracking/artifact_names.hpp"
#include "server/tracking/run_artifacts.hpp"
#include "server/training/out_of_fold.hpp"
#include "server/training/summary.hpp"
#include "server/training/version_comparison.hpp"
#include "tests/common/category_models.hpp"
#include "tests/emptied_database.hpp"
#include "tests/server/training/regression_tables.hpp"
#include "tests/server/training/stored_samples.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace clearwell;
using training::TrainingReport;

namespace {

spec::DatasetSpec two_families() {
  spec::DatasetSpec spec = tests::example_regression_spec(3);
  spec.split = {.folds = 3, .repeats = 1, .seed = 42};
  spec.families = {{"linear_regression", {{"alpha", {1e9, 1}}}},
                   {"xgboost", {{"n_trees", {40}}, {"max_depth", {3}}, {"learning_rate", {0.2}}}}};
  return spec;
}

struct Job {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  registry::Registry registry{database.shared(), registry::open_artifacts(database.options().artifacts_place())};

  Result<TrainingReport> train(const training::TrainingRequest& request = {},
                               const spec::DatasetSpec& spec = two_families()) const {
    return training::train(database.shared(), registry, spec, request, [](std::string_view, double) {});
  }
  std::string artifact(const std::string& run_id, std::string_view path) const {
    const auto found = tracking::find_artifact(*database, run_id, path);
    return found ? found->bytes : "";
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(regression_job, Job)

BOOST_AUTO_TEST_CASE(a_job_registers_the_family_of_the_lowest_error) {
  const dataset::TrainingTable table = tests::learnable_numbers(300, 1);
  tests::store_samples(*database, table);
  const Result<TrainingReport> report = train();
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  const registry::ModelVersion& version = report->registered;
  BOOST_TEST(version.family == "xgboost");
  BOOST_TEST(!version.threshold);
  BOOST_TEST(version.alarms.empty());
  BOOST_TEST(version.aliases.at(0) == "champion");

  // The weaker penalty is chosen by error; the mean beside it has none to choose.
  const training::FamilyEvaluation& linear = report->evaluations[0];
  BOOST_TEST(linear.candidates[linear.final_selection.candidate].at("alpha") == 1);
  BOOST_TEST(*linear.final_selection.error < 10);
  BOOST_REQUIRE(report->baselines.regression.size() == 1);
  BOOST_TEST(report->baselines.regression[0].name == "mean");

  // What the file says is what its metrics are made of.
  const auto json = nlohmann::json::parse(version.metrics_json);
  const training::FamilyEvaluation& best = report->evaluations[report->best];
  evaluation::EstimateErrors errors;
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    errors.add(static_cast<double>(best.out_of_fold[0][row].margin), table.targets[row]);
  BOOST_CHECK_CLOSE(json["rmse"]["pooled"].get<double>(), *errors.rmse(), 1e-9);
  BOOST_CHECK_CLOSE(json["mae"]["pooled"].get<double>(), *errors.mae(), 1e-9);
  BOOST_CHECK_CLOSE(json["r2"]["pooled"].get<double>(), *errors.r2(), 1e-9);
  BOOST_TEST(json["rmse"]["sd"].is_number());
  BOOST_TEST(*errors.rmse() < 3);

  const auto predictor = scoring::Predictor::load(registry.read_file(version));
  BOOST_REQUIRE(predictor);
  BOOST_CHECK(predictor->spec() == two_families());
  BOOST_TEST(predictor->predict(table.row(0)).margin == static_cast<float>(table.targets[0]),
             boost::test_tools::tolerance(0.05F));
}

BOOST_AUTO_TEST_CASE(the_same_job_on_more_threads_gives_the_same_bytes) {
  tests::store_samples(*database, tests::learnable_numbers(200, 2));
  const auto one = train();
  const auto other = train({.n_threads = 3});
  BOOST_REQUIRE(one && other);
  BOOST_TEST(one->registered.sha256 == other->registered.sha256);
  BOOST_CHECK(one->evaluations == other->evaluations);
}

BOOST_AUTO_TEST_CASE(the_run_tells_errors_in_the_words_of_a_regression) {
  tests::store_samples(*database, tests::learnable_numbers(200, 3));
  const auto report = train();
  BOOST_REQUIRE(report);
  const std::string& run = report->registered.run_id;
  const std::string family = *tracking::find_nested_run(*database, run, "xgboost");
  const store::Rows metrics =
      database->begin().run("SELECT DISTINCT key FROM tracking.metrics WHERE run_id = '" + family + "' ORDER BY key");
  std::vector<std::string> keys;
  for (std::size_t row = 0; row < metrics.size(); ++row)
    keys.push_back(metrics.text(row, 0));
  const std::vector<std::string> expected = {"mae",         "mae_mean",  "mae_pooled", "mae_sd", "r2",
                                             "r2_mean",     "r2_pooled", "r2_sd",      "rmse",   "rmse_mean",
                                             "rmse_pooled", "rmse_sd",   "seconds"};
  BOOST_TEST(keys == expected, boost::test_tools::per_element());
  for (const std::string_view path : {tracking::kEstimatesPath, tracking::kResidualsPath})
    BOOST_TEST(artifact(family, path).starts_with("<svg"));
  const auto evaluation = nlohmann::json::parse(artifact(family, tracking::kEvaluationPath));
  BOOST_TEST(evaluation["errors"]["rows"] == 200);
  BOOST_TEST(evaluation["slices"][0]["mae"].is_number());
  const auto baselines = nlohmann::json::parse(artifact(run, tracking::kBaselinesPath));
  BOOST_TEST(baselines["mean"]["rmse"]["mean"].get<double>() > 10);
  const auto statistics = nlohmann::json::parse(artifact(run, tracking::kStatisticsPath));
  BOOST_TEST(statistics["target"]["unit"] == "mm");
  const auto rows = training::parse_out_of_fold(artifact(family, training::kOutOfFoldPath));
  BOOST_REQUIRE(rows.size() == 200);
  BOOST_TEST(rows[7].value.has_value());
  BOOST_TEST(rows[7].target == tests::learnable_numbers(200, 3).targets[7]);
}

BOOST_AUTO_TEST_CASE(a_slice_of_a_category_is_told_by_its_text) {
  tests::store_samples(*database, tests::learnable_numbers(200, 6));
  store::Transaction transaction = database->begin();
  transaction.run(
      "UPDATE water.sample_results SET finding = 'category', value = NULL, result_text = CASE WHEN value > 0 THEN "
      "'east' "
      "ELSE 'west' END WHERE parameter = 'x2'");
  transaction.commit();
  spec::DatasetSpec spec = two_families();
  spec.features[2] = tests::categorical_feature("x2", {"west", "east"});
  const auto report = train({}, spec);
  BOOST_REQUIRE_MESSAGE(report, (report ? "" : report.error().message));
  const std::string family =
      *tracking::find_nested_run(*database, report->registered.run_id, report->registered.family);
  std::vector<std::string> categories;
  const auto evaluation = nlohmann::json::parse(artifact(family, tracking::kEvaluationPath));
  for (const auto& slice : evaluation["slices"]) {
    BOOST_TEST(slice["mae"].is_number() == (slice["rows"] > 0));
    if (slice["category"].is_string()) categories.push_back(slice["category"]);
  }
  BOOST_TEST(categories == (std::vector<std::string>{"west", "east"}), boost::test_tools::per_element());
  BOOST_TEST(report::ModelCard(*database, registry, report->registered).page().find("and its categories.") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_card_tells_what_is_estimated_and_how_far_off) {
  tests::store_samples(*database, tests::learnable_numbers(200, 4));
  const auto report = train();
  BOOST_REQUIRE(report);
  const report::ModelCard card(*database, registry, report->registered);
  const auto json = nlohmann::json::parse(card.json());
  BOOST_TEST(json["task"] == "regression");
  BOOST_TEST(json["purpose"]["unit"] == "mm");
  BOOST_TEST(!json["decision"].contains("threshold"));
  BOOST_TEST(json["performance"]["baseline"]["mean"]["mae"]["mean"].is_number());
  BOOST_TEST(json["fails"]["largest_error"].size() == 3);
  const std::string page = card.page();
  for (const char* words : {"Height", "Always the mean", "Largest error", "Residuals"})
    BOOST_TEST((page.find(words) != std::string::npos), words << " is missing");
  for (const char* words : {"ROC AUC", "recall", "probability"})
    BOOST_TEST((page.find(words) == std::string::npos), words << " has no place in it");
}

BOOST_AUTO_TEST_CASE(a_challenger_of_lower_error_is_promoted_and_one_no_better_is_not) {
  const dataset::TrainingTable table = tests::learnable_numbers(360, 5);
  tests::store_samples(*database, table, "example", 0, 200);
  const auto straight = train({.families = {"linear_regression"}});
  BOOST_REQUIRE(straight);
  tests::store_samples(*database, table, "example", 200, 300);
  const auto trees = train();
  BOOST_REQUIRE(trees);
  BOOST_TEST(trees->registered.family == "xgboost");
  tests::store_samples(*database, table, "example", 300, 360);

  const auto evidence = training::compare_versions(*database, registry, straight->registered, trees->registered);
  BOOST_REQUIRE(evidence.size() == 2);
  BOOST_TEST(evidence[0].rows == "newer_samples");
  BOOST_TEST(evidence[0].errors.rows == 160);
  BOOST_TEST(evidence[1].errors.rows == 300);
  BOOST_TEST(evidence[1].outcomes.rows == 0);

  const auto promoted = scheduler::challenge(*database, registry, "example", trees->registered.version, "test");
  BOOST_REQUIRE(promoted);
  BOOST_TEST(promoted->outcome == "promoted");
  BOOST_TEST(promoted->reason.starts_with("on 160 samples that are new to both the challenger's RMSE is "));

  const auto back = scheduler::challenge(*database, registry, "example", straight->registered.version, "test");
  BOOST_REQUIRE(back);
  BOOST_TEST(back->outcome == "refused");
}

BOOST_AUTO_TEST_CASE(a_feature_made_of_the_number_raises_the_alarm) {
  dataset::TrainingTable table = tests::learnable_numbers(120, 6);
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.features[row * 3 + 2] = static_cast<float>(-3 * table.targets[row] + 8);
  tests::store_samples(*database, table);
  const auto report = train({.families = {"linear_regression"}});
  BOOST_REQUIRE(report);
  BOOST_REQUIRE(report->alarms.size() == 1);
  BOOST_TEST(report->alarms[0].kind == "copied_target");
  BOOST_TEST(report->alarms[0].message ==
             "x2 alone follows y with a correlation of 1.00000: it seems to have been made of the number that is to be "
             "estimated");
  BOOST_TEST((report->registered.aliases != std::vector<std::string>{"champion"}));
}

BOOST_AUTO_TEST_CASE(one_number_for_all_is_refused) {
  dataset::TrainingTable table = tests::learnable_numbers(20, 7);
  std::fill(table.targets.begin(), table.targets.end(), 3);
  tests::store_samples(*database, table);
  const auto report = train();
  BOOST_REQUIRE(!report);
  BOOST_TEST(report.error().message ==
             "all 20 labelled samples of example have the same number; a model needs samples that differ");
  BOOST_TEST(report.error().field == "y");
}

BOOST_AUTO_TEST_CASE(samples_that_repeat_each_other_are_one_and_others_of_equal_features_stay) {
  dataset::TrainingTable table = tests::learnable_numbers(40, 8);
  for (const std::size_t row : {1U, 2U}) {
    std::copy_n(table.features.begin(), 3, table.features.begin() + static_cast<std::ptrdiff_t>(3 * row));
    table.targets[row] = table.targets[0];
  }
  table.targets[2] += 1e-9;
  tests::store_samples(*database, table);
  const auto read = dataset::read_training_table(*database, two_families());
  BOOST_REQUIRE(read);
  BOOST_TEST(read->n_rows() == 39);
  BOOST_TEST(read->repeated_samples == 1);
  BOOST_TEST(std::count(read->labels.begin(), read->labels.end(), 1) == 19);  // those above the median
}

BOOST_AUTO_TEST_CASE(too_few_rows_for_the_folds_are_refused) {
  tests::store_samples(*database, tests::learnable_numbers(5, 9));
  const auto report = train();
  BOOST_REQUIRE(!report);
  BOOST_TEST(report.error().message == "fold 2 of 3 holds 1 of the 5 rows; at least 2 in each fold are needed");
}

BOOST_AUTO_TEST_SUITE_END()
