#include "server/monitoring/store_facts.hpp"

#include "server/monitoring/telemetry.hpp"
#include "server/registry/promotions.hpp"
#include "server/store/sample_writer.hpp"
#include "server/store/water_store.hpp"
#include "tests/emptied_database.hpp"
#include "tests/registered_models.hpp"

#include <boost/test/unit_test.hpp>

namespace clearwell::monitoring {
namespace {

struct Scraped {
  std::string text() {
    read_store_facts(*database, telemetry);
    return telemetry.exposition.text();
  }
  bool has(const std::string& line) { return ("\n" + text()).find("\nclearwell_" + line + "\n") != std::string::npos; }

  void save_plant(const std::string& plant_id, const std::string& jurisdiction) const {
    store::Plant plant;
    plant.plant_id = plant_id;
    plant.name = plant_id;
    plant.jurisdiction = jurisdiction;
    store::Transaction transaction = database->begin();
    store::save_plant(transaction, plant);
    transaction.commit();
  }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  Telemetry telemetry{"1", "a"};
};

store::NewSample sample(std::int64_t row, std::uint8_t content, std::vector<store::NewResult> results) {
  store::NewSample sample;
  sample.source_row = row;
  sample.plant_id = "north";
  sample.sampled_at = std::chrono::sys_days(std::chrono::year(2025) / 3 / 1);
  sample.content_sha256[0] = content;
  sample.results = std::move(results);
  return sample;
}

BOOST_FIXTURE_TEST_SUITE(store_facts, Scraped)

BOOST_AUTO_TEST_CASE(samples_are_counted_by_plant_and_outcome) {
  save_plant("north", "AR");
  save_plant("south", "EU");
  const auto take_in = [this] {
    store::Transaction transaction = database->begin();
    store::SampleWriter writer(transaction);
    writer.add(sample(0, 1, {{"ph", {7, limits::Qualifier::equal}, "", "7"}}));
    writer.add(sample(1, 2, {{"ph", {8, limits::Qualifier::equal}, "", "8"}}));
    writer.add(sample(2, 2, {{"ph", {8, limits::Qualifier::equal}, "", "8"}}));
    writer.reject("north");
    writer.reject(std::nullopt);
    writer.store();
    transaction.commit();
  };
  take_in();
  BOOST_TEST(has(R"(samples_total{outcome="accepted",plant="north"} 2)"));
  BOOST_TEST(has(R"(samples_total{outcome="duplicate",plant="north"} 1)"));
  BOOST_TEST(has(R"(samples_total{outcome="rejected",plant="north"} 1)"));
  BOOST_TEST(has(R"(samples_total{outcome="accepted",plant="south"} 0)"));
  take_in();
  BOOST_TEST(has(R"(samples_total{outcome="accepted",plant="north"} 2)"));
  BOOST_TEST(has(R"(samples_total{outcome="duplicate",plant="north"} 4)"));
  BOOST_TEST(has(R"(samples_total{outcome="rejected",plant="north"} 2)"));
}

BOOST_AUTO_TEST_CASE(results_are_counted_by_what_the_law_says_of_them) {
  using limits::Qualifier;
  save_plant("north", "AR");
  store::Transaction transaction = database->begin();
  store::SampleWriter writer(transaction);
  writer.add(sample(0, 1,
                    {{"arsenic", {0.048, Qualifier::equal}, "mg/L", "0.048"},
                     {"ph", {7, Qualifier::equal}, "", "7"},
                     {"conductivity", {400, Qualifier::equal}, "µS/cm", "400"}}));
  writer.add(sample(1, 2, {{"arsenic", {0.02, Qualifier::below}, "mg/L", "<0.02"}}));
  writer.add(
      sample(2, 2, {{"arsenic", {0.02, Qualifier::below}, "mg/L", "<0.02"}}));  // a duplicate is not judged again
  store::NewSample of_no_plant = sample(3, 3, {{"arsenic", {0.05, Qualifier::equal}, "mg/L", "0.05"}});
  of_no_plant.plant_id.reset();
  of_no_plant.model = "some_data_set";
  writer.add(of_no_plant);
  BOOST_REQUIRE(writer.store() == 3);
  transaction.commit();
  BOOST_TEST(has(R"(judged_results_total{jurisdiction="AR",parameter="arsenic",verdict="beyond"} 1)"));
  BOOST_TEST(has(R"(judged_results_total{jurisdiction="AR",parameter="arsenic",verdict="cannot_be_judged"} 1)"));
  BOOST_TEST(has(R"(judged_results_total{jurisdiction="AR",parameter="arsenic",verdict="within"} 0)"));
  BOOST_TEST(has(R"(judged_results_total{jurisdiction="AR",parameter="ph",verdict="within"} 1)"));
  BOOST_TEST(text().find("conductivity") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(training_jobs_are_counted_once_they_have_ended) {
  tracking::ActiveRun good = tracking::ActiveRun::start(database.shared(), "example", "train");
  good.start_nested("xgboost").finish();
  BOOST_TEST(has(R"(training_runs_total{model="example",outcome="finished"} 0)"));
  BOOST_TEST(text().find("training_duration_seconds{") == std::string::npos);
  good.finish();
  tracking::ActiveRun::start(database.shared(), "example", "train").fail("no evidence");
  tracking::ActiveRun::start(database.shared(), "example", "something else").finish();
  BOOST_TEST(has(R"(training_runs_total{model="example",outcome="finished"} 1)"));
  BOOST_TEST(has(R"(training_runs_total{model="example",outcome="failed"} 1)"));
  BOOST_TEST(has(R"(training_runs_total{model="example",outcome="killed"} 0)"));

  store::Transaction transaction = database->begin();
  transaction.run_script(
      "UPDATE tracking.runs SET start_time = end_time - interval '90.5 s' WHERE status = 'FINISHED'");
  transaction.commit();
  BOOST_TEST(has(R"(training_duration_seconds{model="example"} 90.5)"));
}

BOOST_AUTO_TEST_CASE(decisions_about_the_champion_are_counted) {
  const tests::RegisteredModels models(database);
  models.add("example", tests::first_model());
  models.add("example", tests::second_model());
  BOOST_REQUIRE(registry::Promotions(database.shared()).force("example", 2, "because", "somebody"));
  BOOST_TEST(has(R"(promotions_total{model="example",outcome="promoted"} 1)"));
  BOOST_TEST(has(R"(promotions_total{model="example",outcome="forced"} 1)"));
  BOOST_TEST(has(R"(promotions_total{model="example",outcome="refused"} 0)"));
  BOOST_TEST(has(R"(promotions_total{model="example",outcome="rolled_back"} 0)"));
}

BOOST_AUTO_TEST_CASE(jobs_are_counted_once_they_have_ended) {
  BOOST_TEST(has(R"(jobs_total{kind="retrain",outcome="finished"} 0)"));
  store::Transaction transaction = database->begin();
  transaction.run_script(R"(
    INSERT INTO ops.jobs (kind, model, requested_by, status, created_at)
    SELECT 'retrain', 'example', 'daily schedule', status, now()
    FROM unnest(ARRAY['FINISHED', 'FINISHED', 'FAILED', 'QUEUED', 'RUNNING']) AS s (status))");
  transaction.commit();
  BOOST_TEST(has(R"(jobs_total{kind="retrain",outcome="finished"} 2)"));
  BOOST_TEST(has(R"(jobs_total{kind="retrain",outcome="failed"} 1)"));
  BOOST_TEST(has(R"(jobs_total{kind="retrain",outcome="killed"} 0)"));
  BOOST_TEST(has(R"(jobs_total{kind="rollback",outcome="finished"} 0)"));
}

BOOST_AUTO_TEST_CASE(a_changed_entry_of_the_audit_trail_shows) {
  const auto run = [this](const std::string& script) {
    store::Transaction transaction = database->begin();
    transaction.run_script(script);
    transaction.commit();
  };
  run("INSERT INTO ops.audit_entries (role, subject, action, object) "
      "SELECT 'operator', 'somebody', 'example.tried', 'example/' || n FROM generate_series(1, 5) AS n");
  BOOST_TEST(has("audit_chain_faults 0"));
  run("SET LOCAL session_replication_role = replica; "
      "UPDATE ops.audit_entries SET reason = 'another' WHERE entry_id = (SELECT max(entry_id) - 2 FROM "
      "ops.audit_entries)");
  BOOST_TEST(has("audit_chain_faults 1"));
  run("SET LOCAL session_replication_role = replica; "
      "DELETE FROM ops.audit_entries WHERE entry_id = (SELECT max(entry_id) FROM ops.audit_entries)");
  BOOST_TEST(has("audit_chain_faults 2"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::monitoring
