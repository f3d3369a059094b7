#include "server/scheduler/retrain.hpp"

#include "server/scheduler/challenge.hpp"
#include "server/store/sql.hpp"
#include "server/training/cancellation.hpp"
#include "tests/registered_models.hpp"
#include "tests/server/scheduler/trained_models.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace clearwell;
using scheduler::RetrainReport;

namespace {

struct Lake : tests::TrainedModels {
  Result<RetrainReport> retrain(bool if_due = false, std::stop_token stop = {}) const {
    return scheduler::retrain(database.shared(), registry, spec,
                              {.if_due = if_due, .decided_by = "a test", .training = {.stop = std::move(stop)}},
                              [](std::string_view, double) {});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(retraining, Lake)

BOOST_AUTO_TEST_CASE(the_first_version_is_champion) {
  add_samples(0, 200);
  const Result<RetrainReport> report = retrain();
  BOOST_REQUIRE(report);
  BOOST_TEST(report->registered->version == 1);
  BOOST_TEST(report->decision->outcome == "promoted");
  BOOST_TEST(report->reason == "there was no champion");
}

BOOST_AUTO_TEST_CASE(without_anything_new_it_is_not_due) {
  add_samples(0, 200);
  BOOST_REQUIRE(retrain());
  const Result<RetrainReport> not_due = retrain(true);
  BOOST_REQUIRE(not_due);
  BOOST_TEST(!not_due->registered);
  BOOST_TEST(!not_due->decision);
  BOOST_TEST(not_due->reason == "not due: samples and spec are those that version 1 was trained on");
  BOOST_TEST(scheduler::to_json(*not_due) ==
             R"({"model":"example","due":false,"version":null,"family":null,"outcome":null,)"
             R"("reason":"not due: samples and spec are those that version 1 was trained on","figures":null})");
  BOOST_TEST(registry.list("example").size() == 1);

  add_samples(200, 210);
  BOOST_TEST(retrain(true)->registered->version == 2);
  spec.metric.recall_floor = 0.3;
  BOOST_TEST(retrain(true)->registered->version == 3);
}

BOOST_AUTO_TEST_CASE(one_recipe_with_a_few_more_samples_is_refused_for_want_of_evidence) {
  add_samples(0, 200);
  BOOST_REQUIRE(retrain());
  add_samples(200, 230);
  const Result<RetrainReport> report = retrain(true);
  BOOST_REQUIRE(report);
  BOOST_TEST(report->decision->outcome == "refused");
  BOOST_TEST(report->decision->decided_by == "a test");
  BOOST_TEST(report->reason.find("no evidence: on 30 samples that are new to both the champion called ") == 0);
  BOOST_TEST(
      report->reason.find("same_folds: both versions are of the family logistic_regression, and a recipe does not "
                          "beat itself; at least 30 of each are needed") != std::string::npos);
  BOOST_TEST(champion().version == 1);
  const auto figures = nlohmann::json::parse(report->decision->figures_json);
  BOOST_TEST(figures.at("evidence").at(0).at("n_rows") == 30);
}

BOOST_AUTO_TEST_CASE(a_champion_that_learnt_from_wrong_labels_is_replaced_on_newer_samples) {
  // Labels of the first samples are dealt out at random; then the laboratory gets them right.
  const dataset::TrainingTable right = table;
  const dataset::TrainingTable wrong = tests::with_permuted_labels(table, 3);
  for (std::size_t row = 0; row < 200; ++row)
    table.labels[row] = wrong.labels[row];
  add_samples(0, 200);
  const Result<RetrainReport> first = retrain();
  BOOST_REQUIRE(first);
  if (!first->registered->alarms.empty()) BOOST_FAIL(first->registered->alarms[0]);
  add_samples(200, 1000);
  const Result<RetrainReport> report = retrain(true);
  BOOST_REQUIRE(report);
  BOOST_TEST(report->decision->outcome == "promoted");
  BOOST_TEST(report->reason.find("on 800 samples that are new to both the challenger's precision is 0.") == 0);
  BOOST_TEST(champion().version == 2);
  BOOST_TEST(champion().stage == "Production");
}

BOOST_AUTO_TEST_CASE(each_comparison_with_a_champion_is_counted) {
  add_samples(0, 200);
  BOOST_REQUIRE(retrain());
  add_samples(200, 1000);
  const auto n_comparisons = [](const registry::Promotion& decision) {
    BOOST_TEST(decision.outcome == "refused");
    return nlohmann::json::parse(decision.figures_json).at("policy").at("n_comparisons").get<int>();
  };
  BOOST_TEST(n_comparisons(retrain(true)->decision.value()) == 1);
  BOOST_TEST(n_comparisons(*scheduler::challenge(*database, registry, "example", 2, "a test")) == 2);
}

BOOST_AUTO_TEST_CASE(a_version_that_nobody_decided_about_is_taken_up) {
  add_samples(0, 200);
  BOOST_REQUIRE(retrain());
  add_samples(200, 230);
  // A training that ended without a decision, as when the process was killed between the two.
  BOOST_REQUIRE(training::train(database.shared(), registry, spec, {}, [](std::string_view, double) {}));
  BOOST_TEST(registry.promotions().history("example").size() == 1);
  const Result<RetrainReport> report = retrain(true);
  BOOST_REQUIRE(report);
  BOOST_TEST(report->registered->version == 2);
  BOOST_TEST(report->decision->outcome == "refused");
  BOOST_TEST(registry.list("example").size() == 2);
  BOOST_TEST(retrain(true)->reason == "not due: samples and spec are those that version 2 was trained on");
}

BOOST_AUTO_TEST_CASE(two_at_once_do_not_both_train) {
  add_samples(0, 200);
  store::Transaction other = database->begin();
  BOOST_REQUIRE(other.run(store::sql::try_lock, store::Params().add("clearwell retrain example")).boolean(0, 0));
  BOOST_TEST(retrain().error().message == "another process is retraining example");
  BOOST_TEST(registry.list("example").empty());
}

BOOST_AUTO_TEST_CASE(asked_to_stop_it_leaves_a_killed_run_and_nothing_else) {
  add_samples(0, 200);
  std::stop_source stop;
  stop.request_stop();
  BOOST_CHECK_THROW(static_cast<void>(retrain(false, stop.get_token())), training::Cancelled);
  BOOST_TEST(registry.list("example").empty());
  BOOST_TEST(query("SELECT status FROM tracking.runs WHERE parent_run_id IS NULL").text(0, 0) == "KILLED");
}

BOOST_AUTO_TEST_CASE(a_challenge_needs_a_version_that_is_not_champion) {
  const tests::RegisteredModels models(database);
  models.add("example", tests::first_model());
  const auto refused = [&](int version) {
    return scheduler::challenge(*database, registry, "example", version, "a test").error().message;
  };
  BOOST_TEST(refused(1) == "version 1 of example is champion already");
  BOOST_TEST(refused(2) == "there is no version 2 of the model example");
  BOOST_TEST(registry.promotions().history("example").size() == 1);
}

BOOST_AUTO_TEST_CASE(force_does_not_promote_a_version_whose_file_is_gone) {
  const tests::RegisteredModels models(database);
  models.add("example", tests::first_model());
  const registry::ModelVersion second = models.add("example", tests::second_model());
  const std::filesystem::path file = std::filesystem::path(database.options().artifacts_place()) / second.sha256;
  std::filesystem::rename(file, file.string() + ".away");
  BOOST_CHECK_THROW(static_cast<void>(scheduler::force_promotion(registry, "example", 2, "because", "a test")),
                    registry::ArtifactError);
  BOOST_TEST(champion().version == 1);
  std::filesystem::rename(file.string() + ".away", file);
  BOOST_TEST(scheduler::force_promotion(registry, "example", 2, "because", "a test")->outcome == "forced");
}

BOOST_AUTO_TEST_SUITE_END()
