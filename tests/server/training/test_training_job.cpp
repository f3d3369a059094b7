#include "server/training/training_job.hpp"

#include "common/hash/sha256.hpp"
#include "common/parity/parity.hpp"
#include "server/tracking/run_artifacts.hpp"
#include "server/training/model_file.hpp"
#include "tests/server/training/small_training_job.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <fstream>

using namespace clearwell;
using tests::small_spec;
using training::TrainingReport;
using training::TrainingRequest;

BOOST_FIXTURE_TEST_SUITE(training_job, tests::SmallTrainingJob)

BOOST_AUTO_TEST_CASE(a_job_registers_the_file_that_it_describes) {
  tests::store_samples(*database, tests::learnable_table(300, 1));
  const Result<TrainingReport> report = train();
  BOOST_REQUIRE(report);
  BOOST_TEST(report->n_fitted == 300);
  BOOST_TEST(report->evaluations.size() == 2);
  const registry::ModelVersion& version = report->registered;
  BOOST_TEST(version.family == report->evaluations[report->best].family);
  BOOST_TEST(version.data_origin == "imported");

  const std::string file = registry.read_file(*registry.find({.name = "example"}));
  BOOST_TEST(hash::sha256_hex(file) == version.sha256);
  const auto predictor = scoring::Predictor::load(file);
  BOOST_REQUIRE(predictor);
  BOOST_TEST(predictor->facts().threshold == *version.threshold);
  BOOST_TEST(predictor->facts().training_rows == 300);
  BOOST_TEST(predictor->facts().family == version.family);
  BOOST_CHECK(predictor->spec() == small_spec());
  BOOST_TEST(
      parity::digest(*predictor, parity::vector_set(*predictor, static_cast<std::size_t>(version.parity_rows))) ==
      version.parity_digest);
}

// The one fold of a hold-out is fitted to what the registered model is fitted to: then it is judged by the very file.
BOOST_AUTO_TEST_CASE(a_hold_out_is_judged_by_the_registered_file) {
  spec::DatasetSpec spec = small_spec();
  spec.sampled_at = spec::SampledAtSpec{.name = "taken"};
  spec.split = {
      .method = spec::SplitMethod::time,
      .test_from = std::chrono::year_month_day{std::chrono::year(2025), std::chrono::January, std::chrono::day(1)},
      .folds = 1};
  tests::store_samples(*database, tests::learnable_table(300, 1));
  {
    store::Transaction transaction = database->begin();
    transaction.run(
        "UPDATE water.samples SET sampled_at = CASE WHEN source_row % 3 = 0 THEN '2025-01-01Z'::timestamptz "
        "ELSE '2024-12-31 23:59:59Z' END");
    transaction.commit();
  }
  const Result<TrainingReport> report = train({}, spec);
  BOOST_REQUIRE(report);
  BOOST_TEST(report->n_fitted == 200);
  BOOST_TEST(report->baselines.judged.all() == 100);
  BOOST_TEST(report->alarms.empty());
  const training::FamilyEvaluation& best = report->evaluations[report->best];
  BOOST_REQUIRE(best.folds.size() == 1);
  BOOST_TEST(best.folds[0].model_sha256 == report->registered.sha256);
  BOOST_REQUIRE(report->hold_out);
  BOOST_TEST(report->hold_out->from == "2025-01-01");
  BOOST_TEST(report->hold_out->rows == 100);
  BOOST_TEST(*report->hold_out->roc_auc == *best.folds[0].roc_auc);
  BOOST_TEST(*report->hold_out->roc_auc > 0.7);
  BOOST_CHECK(report->hold_out->at_threshold == best.folds[0].at_threshold);
  const auto predictor = scoring::Predictor::load(registry.read_file(report->registered));
  BOOST_REQUIRE(predictor);
  BOOST_TEST(predictor->facts().training_rows == 200);
  BOOST_CHECK(predictor->spec() == spec);
  BOOST_TEST(value_of("params", report->registered.run_id, "fitted_rows") == "200");
  BOOST_TEST(query("SELECT value FROM tracking.metrics WHERE key = 'hold_out_roc_auc' AND run_id = '" +
                   report->registered.run_id + "'")
                 .number(0, 0) == *report->hold_out->roc_auc);

  const Result<TrainingReport> refused = train({.folds = 5}, spec);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message == "5 folds are not accepted; 1 to 1 are");
}

BOOST_AUTO_TEST_CASE(folds_from_elsewhere_that_part_no_groups_raise_the_alarm) {
  spec::DatasetSpec spec = small_spec();
  spec.group = spec::GroupSpec{.name = "site"};
  spec.split.method = spec::SplitMethod::group;
  const dataset::TrainingTable table = tests::learnable_table(300, 1);
  tests::store_samples(*database, table);
  {
    store::Transaction transaction = database->begin();
    transaction.run("UPDATE water.samples SET sample_group = 'site ' || source_row / 10");
    transaction.commit();
  }
  const Result<TrainingReport> drawn = train({}, spec);
  BOOST_REQUIRE(drawn);
  BOOST_TEST(drawn->alarms.empty());
  BOOST_TEST(!drawn->hold_out);

  std::string folds = "row,repeat0\n";
  for (int row = 0; row < 300; ++row)
    folds += std::to_string(row) + "," + std::to_string(row % 3) + "\n";
  const Result<TrainingReport> given = train({.fold_file = folds}, spec);
  BOOST_REQUIRE(given);
  BOOST_REQUIRE(given->alarms.size() == 1);
  BOOST_TEST(given->alarms[0].kind == "group_overlap");
  BOOST_TEST(given->registered.alarms.size() == 1);
}

BOOST_AUTO_TEST_CASE(a_label_among_the_features_raises_the_alarm_in_report_and_run) {
  dataset::TrainingTable table = tests::learnable_table(300, 1);
  BOOST_TEST(train_on(table).alarms.empty());
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.features[row * 3 + 2] = static_cast<float>(table.labels[row]) + 0.001F * static_cast<float>(row % 3);
  const TrainingReport leaky = train_on(table);
  BOOST_REQUIRE_EQUAL(leaky.alarms.size(), 1U);
  BOOST_TEST(leaky.alarms[0].kind == "separating_feature");
  BOOST_TEST(value_of("tags", leaky.registered.run_id, "alarms") ==
             "separating_feature: x2 alone tells the classes apart (ROC AUC 1.000): it is likely to be made from the "
             "label");
}

BOOST_AUTO_TEST_CASE(a_job_is_a_run_with_a_nested_run_for_each_family) {
  tests::store_samples(*database, tests::learnable_table(300, 1));
  const Result<TrainingReport> report = train({.seed = 7});
  BOOST_REQUIRE(report);
  const std::string run_id = report->registered.run_id;
  const store::Rows runs = query(
      "SELECT run_name, status, parent_run_id, run_id FROM tracking.runs WHERE run_name NOT LIKE 'candidate%' "
      "ORDER BY start_time");
  BOOST_REQUIRE(runs.size() == 3);
  BOOST_TEST(runs.text(0, 3) == run_id);
  const char* const names[] = {"train", "logistic_regression", "xgboost"};
  for (std::size_t row = 0; row < 3; ++row) {
    BOOST_TEST(runs.text(row, 0) == names[row]);
    BOOST_TEST(runs.text(row, 1) == "FINISHED");
    if (row > 0) BOOST_TEST(runs.text(row, 2) == run_id);
  }
  BOOST_TEST(value_of("params", run_id, "folds") == "3");
  BOOST_TEST(value_of("tags", run_id, "seed") == "7");
  BOOST_TEST(value_of("tags", run_id, "data_origin") == "imported");
  BOOST_TEST(value_of("tags", run_id, "spec_sha256") == hash::sha256_hex(spec::to_json(small_spec())));
  BOOST_TEST(value_of("tags", run_id, "dataset_sha256").size() == 64);
  BOOST_TEST(value_of("tags", run_id, "code_version").starts_with("clearwell "));

  const std::string& xgboost = runs.text(2, 3);
  BOOST_TEST(value_of("params", xgboost, "max_depth") == "2.0");
  BOOST_TEST(value_of("tags", xgboost, "library").starts_with("XGBoost "));
  BOOST_TEST(std::stod(value_of("metrics", xgboost, "seconds")) > 0);
  const store::Rows by_fold =
      query("SELECT value FROM tracking.metrics WHERE run_id = '" + xgboost + "' AND key = 'roc_auc' ORDER BY step");
  BOOST_REQUIRE(by_fold.size() == 3);
  for (std::size_t fold = 0; fold < 3; ++fold)
    BOOST_TEST(by_fold.number(fold, 0) == *report->evaluations[1].folds[fold].roc_auc);
  const nlohmann::json metrics = nlohmann::json::parse(report->registered.metrics_json);
  const std::string& best = runs.text(1 + report->best, 3);
  BOOST_TEST(std::stod(value_of("metrics", best, "roc_auc_mean")) == metrics["roc_auc"]["mean"].get<double>());
  BOOST_TEST(std::stod(value_of("metrics", best, "precision_pooled_lower")) ==
             metrics["precision"]["lower"].get<double>());
}

BOOST_AUTO_TEST_CASE(a_job_keeps_what_was_seen_of_its_data_and_of_each_family) {
  tests::store_samples(*database, tests::learnable_table(300, 1));
  const Result<TrainingReport> report = train();
  BOOST_REQUIRE(report);
  const std::string run_id = report->registered.run_id;
  const std::vector<std::string> of_the_job = {"data/drift_reference.json",     "data/findings.json",
                                               "data/statistics.json",          "evaluation/baselines.json",
                                               "model/feature_importance.json", "model/feature_importance.svg"};
  BOOST_TEST(tracking::artifact_paths(*database, run_id) == of_the_job, boost::test_tools::per_element());
  const std::vector<std::string> of_a_family = {
      "evaluation/calibration_curve.svg",      "evaluation/confusion_matrix.svg", "evaluation/evaluation.json",
      "evaluation/precision_recall_curve.svg", "evaluation/roc_curve.svg",        "out_of_fold.csv"};
  for (const training::FamilyEvaluation& evaluation : report->evaluations) {
    const auto nested = tracking::find_nested_run(*database, run_id, evaluation.family);
    BOOST_REQUIRE(nested);
    BOOST_TEST(tracking::artifact_paths(*database, *nested) == of_a_family, boost::test_tools::per_element());
    const nlohmann::json json =
        nlohmann::json::parse(tracking::find_artifact(*database, *nested, "evaluation/evaluation.json")->bytes);
    double rows = 0;
    for (const nlohmann::json& slice : json["slices"])
      if (slice["feature"] == "x1") rows += slice["rows"].get<double>();
    BOOST_TEST(rows == 300);
    BOOST_TEST(json["confusion_matrix"]["true_positives"].get<int>() > 0);
    // The last threshold calls every row positive, in every repeat.
    const nlohmann::json& lowest = json["precision_curve"].back();
    BOOST_TEST(lowest["predicted_positives"] == 300 * json["repeats"].get<int>());
    BOOST_TEST(lowest["true_positives"].get<int>() == json["confusion_matrix"]["true_positives"].get<int>() +
                                                          json["confusion_matrix"]["false_negatives"].get<int>());
  }
  // x2 tells nothing of the label, and the model uses it least.
  const nlohmann::json importance = nlohmann::json::parse(
      tracking::find_artifact(*database, run_id, "model/feature_importance.json")->bytes)["features"];
  BOOST_TEST(importance[0]["mean_magnitude"].get<double>() > 3 * importance[2]["mean_magnitude"].get<double>());
}

BOOST_AUTO_TEST_CASE(each_candidate_is_a_run_below_its_family) {
  tests::store_samples(*database, tests::learnable_table(300, 1));
  const Result<TrainingReport> report = train();
  BOOST_REQUIRE(report);
  const store::Rows runs = query(
      "SELECT c.run_id, c.run_name, c.status FROM tracking.runs c JOIN tracking.runs f ON f.run_id = c.parent_run_id "
      "WHERE f.run_name = 'logistic_regression' ORDER BY c.run_name");
  BOOST_REQUIRE(runs.size() == 2);
  const training::FamilyEvaluation& evaluation = report->evaluations[0];
  const char* const c[] = {"0.1", "1.0"};
  for (std::size_t row = 0; row < 2; ++row) {
    const std::string& run_id = runs.text(row, 0);
    BOOST_TEST(runs.text(row, 1) == "candidate_" + std::to_string(row));
    BOOST_TEST(runs.text(row, 2) == "FINISHED");
    BOOST_TEST(value_of("params", run_id, "c") == c[row]);
    BOOST_TEST(value_of("params", run_id, "share_of_rows") == "1.0");
    const training::Trial& trial = evaluation.trials[row];
    BOOST_TEST(std::stod(value_of("metrics", run_id, "precision_pooled")) == trial.score.threshold.precision);
    BOOST_TEST(std::stod(value_of("metrics", run_id, "roc_auc_pooled")) == *trial.score.roc_auc);
    BOOST_TEST(std::stod(value_of("metrics", run_id, "fit_seconds")) > 0);
    const store::Rows folds =
        query("SELECT value FROM tracking.metrics WHERE run_id = '" + run_id + "' AND key = 'roc_auc' ORDER BY step");
    BOOST_REQUIRE(folds.size() == 5);
    for (std::size_t fold = 0; fold < 5; ++fold)
      BOOST_TEST(folds.number(fold, 0) == *trial.folds[fold].roc_auc);
  }
}

BOOST_AUTO_TEST_CASE(halving_tries_more_than_it_finishes_and_gives_the_same_file_on_any_number_of_threads) {
  tests::store_samples(*database, tests::learnable_table(300, 2));
  spec::DatasetSpec spec = small_spec();
  spec.families = {{"xgboost",
                    {{"n_trees", {10}}},
                    {{"max_depth", {1, 4, false}}, {"learning_rate", {0.05, 0.5, true}}},
                    spec::SearchSpec{spec::SearchMethod::halving, 9, 3}}};
  const Result<TrainingReport> report = train({.n_threads = 1}, spec);
  BOOST_REQUIRE(report);
  BOOST_TEST(report->evaluations[0].candidates.size() == 9);
  BOOST_TEST(
      query("SELECT count(*) FROM tracking.params WHERE key = 'share_of_rows' AND value = '1.0'").integer(0, 0) == 3);
  BOOST_TEST(train({.n_threads = 4}, spec)->registered.sha256 == report->registered.sha256);
}

BOOST_AUTO_TEST_CASE(a_family_that_fails_is_named) {
  dataset::TrainingTable table = tests::learnable_table(60, 5);
  tests::store_samples(*database, table);
  store::Transaction transaction = database->begin();
  transaction.run("UPDATE water.sample_results SET value = 1e39 WHERE parameter = 'x0'");  // no float32
  transaction.commit();
  const auto names_it = [](const training::TrainingError& error) {
    return std::string(error.what()).starts_with("family xgboost: XGDMatrixCreateFromDense: ");
  };
  BOOST_CHECK_EXCEPTION(static_cast<void>(train({.families = {"xgboost"}})), training::TrainingError, names_it);
  BOOST_TEST(query("SELECT 1 FROM tracking.runs WHERE status = 'FAILED'").size() == 2);
}

BOOST_AUTO_TEST_CASE(what_is_best_so_far_is_told) {
  tests::store_samples(*database, tests::learnable_table(300, 1));
  std::string last_family;
  BOOST_REQUIRE(training::train(database.shared(), registry, small_spec(), {}, [&](std::string_view part, double) {
    if (part.starts_with("xgboost")) last_family = part;
  }));
  BOOST_TEST(last_family.starts_with("xgboost; best so far "));
  BOOST_TEST(last_family.find(" precision 0.") != std::string::npos);
  BOOST_TEST(last_family.find(", ROC AUC 0.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_same_data_spec_and_seed_give_the_same_file_on_any_number_of_threads) {
  tests::store_samples(*database, tests::learnable_table(300, 2));
  const std::string sha256 = train({.n_threads = 1})->registered.sha256;
  BOOST_TEST(train({.n_threads = 3})->registered.sha256 == sha256);
  BOOST_TEST(train({.families = {"xgboost"}, .seed = 42})->registered.family == "xgboost");
  const std::vector<registry::ModelVersion> versions = registry.list("example");
  BOOST_TEST(versions.size() == 3);
}

BOOST_AUTO_TEST_CASE(a_fold_file_takes_the_place_of_drawn_folds) {
  tests::store_samples(*database, tests::learnable_table(40, 3));
  std::string csv = "row,repeat0,repeat1\n";
  for (int row = 0; row < 40; ++row)
    csv += std::to_string(row) + "," + std::to_string(row % 2) + "," + std::to_string(row % 4 / 2) + "\n";
  const Result<TrainingReport> report = train({.fold_file = csv});
  BOOST_REQUIRE(report);
  BOOST_TEST(report->evaluations[0].folds.size() == 4);
  BOOST_TEST(report->evaluations[0].n_repeats == 2);
  BOOST_TEST(value_of("params", report->registered.run_id, "folds_from") == "file " + hash::sha256_hex(csv));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_trained_is_refused_before_any_work) {
  const auto refused = [this](const TrainingRequest& request, const spec::DatasetSpec& spec = small_spec()) {
    const Result<TrainingReport> report = train(request, spec);
    BOOST_REQUIRE(!report);
    return report.error().message + " (" + report.error().field + ")";
  };
  BOOST_TEST(
      refused({}) ==
      "there are no labelled samples of example to train on; clearwell import FILE --model example reads them from a "
      "file (model)");
  tests::store_samples(*database, tests::learnable_table(30, 4));
  BOOST_TEST(refused({.families = {"svm"}}) ==
             "'svm' is not a family of the spec example; it has logistic_regression, xgboost (families)");
  BOOST_TEST(refused({.folds = 1}) == "1 folds are not accepted; 2 to 100 are (folds)");
  BOOST_TEST(refused({.repeats = 0}) == "0 repeats are not accepted; 1 to 100 are (repeats)");
  BOOST_TEST(refused({.folds = 15}).ends_with(" rows; at least 2 in each fold are needed (folds)"));
  BOOST_TEST(refused({.fold_file = "row,repeat0\n"}) == "row 0 of the training data has no line (row)");
  spec::DatasetSpec wrong = small_spec();
  wrong.families[1].grid["max_depth"] = {99};
  BOOST_TEST(refused({}, wrong) ==
             "spec example: 99 is not accepted; a whole number from 1 to 16 is (families[1].grid.max_depth[0])");
  BOOST_TEST(query("SELECT 1 FROM tracking.runs").empty());
  BOOST_TEST(registry.list().empty());
}

BOOST_AUTO_TEST_SUITE_END()
