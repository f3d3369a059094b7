// Training jobs that are stopped, that fail, and that are killed.
#include "server/training/cancellation.hpp"
#include "tests/server/training/small_training_job.hpp"

#include <boost/test/unit_test.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <csignal>
#include <cstdlib>
#include <fstream>

using namespace clearwell;
using tests::small_spec;
using training::TrainingReport;
using training::TrainingRequest;

namespace {

/// Runs the test case `child/trains` in a process of its own, on this database.
pid_t start_training_process(const tests::TemporaryDatabase& database, const std::filesystem::path& artifacts) {
  ::setenv("CLEARWELL_TEST_DATABASE", database->url().c_str(), 1);
  ::setenv("CLEARWELL_TEST_ARTIFACTS", artifacts.c_str(), 1);
  char program[] = "/proc/self/exe";
  char chosen[] = "--run_test=child/trains";
  char* arguments[] = {program, chosen, nullptr};
  pid_t child = 0;
  BOOST_REQUIRE(::posix_spawn(&child, program, nullptr, nullptr, arguments, environ) == 0);
  return child;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(child)

// Not run by itself: start_training_process asks for it by name.
BOOST_AUTO_TEST_CASE(trains, *boost::unit_test::disabled()) {
  const char* url = std::getenv("CLEARWELL_TEST_DATABASE");
  const char* artifacts = std::getenv("CLEARWELL_TEST_ARTIFACTS");
  BOOST_REQUIRE(url != nullptr && artifacts != nullptr);
  const auto database = store::Database::connect(url);
  const registry::Registry registry(database, registry::open_artifacts(artifacts));
  BOOST_CHECK(training::train(database, registry, small_spec(), {}, [](std::string_view, double) {}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(training_interruption, tests::SmallTrainingJob)

BOOST_AUTO_TEST_CASE(a_job_that_is_asked_to_stop_leaves_killed_runs_and_registers_nothing) {
  tests::store_samples(*database, tests::learnable_table(300, 2));
  std::stop_source stop;
  const TrainingRequest request{.n_threads = 2, .stop = stop.get_token()};
  BOOST_CHECK_THROW(static_cast<void>(training::train(database.shared(), registry, small_spec(), request,
                                                      [&](std::string_view part, double) {
                                                        if (part.starts_with("xgboost")) stop.request_stop();
                                                      })),
                    training::Cancelled);
  const store::Rows runs = query(
      "SELECT run_name, status, end_time IS NOT NULL FROM tracking.runs WHERE run_name NOT LIKE 'candidate%' ORDER BY "
      "start_time");
  BOOST_REQUIRE(runs.size() == 3);
  const char* const statuses[] = {"KILLED", "FINISHED", "KILLED"};
  for (std::size_t row = 0; row < 3; ++row) {
    BOOST_TEST(runs.text(row, 1) == statuses[row]);
    BOOST_TEST(runs.boolean(row, 2));
  }
  BOOST_TEST(query("SELECT 1 FROM tracking.tags WHERE key = 'error'").empty());
  BOOST_TEST(registry.list().empty());
}

BOOST_AUTO_TEST_CASE(a_job_that_fails_says_why_and_registers_nothing) {
  tests::store_samples(*database, tests::learnable_table(60, 5));
  std::filesystem::remove_all(artifacts);
  std::ofstream(artifacts) << "a file where the folder was";
  BOOST_CHECK_THROW(static_cast<void>(train()), registry::ArtifactError);
  std::filesystem::remove(artifacts);
  BOOST_TEST(registry.list().empty());
  const store::Rows run = query("SELECT status, run_id FROM tracking.runs WHERE parent_run_id IS NULL");
  BOOST_REQUIRE(run.size() == 1);
  BOOST_TEST(run.text(0, 0) == "FAILED");
  BOOST_TEST(value_of("tags", run.text(0, 1), "error").starts_with("cannot open " + artifacts.string()));
  std::filesystem::create_directories(artifacts);
}

BOOST_AUTO_TEST_CASE(a_job_killed_while_it_searches_is_ended_with_what_is_nested_in_it_by_the_next_one) {
  tests::store_samples(*database, tests::learnable_table(60, 6));
  {
    // Whoever tells of a family's candidates waits for us; its nested run is there already.
    store::Transaction holding = database->begin();
    holding.run("LOCK TABLE tracking.metrics IN SHARE MODE");
    const pid_t child = start_training_process(database, artifacts);
    wait_until("EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'tracking.metrics'::regclass)");
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(WIFSIGNALED(status));
  }
  wait_until("NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory')");
  BOOST_TEST(query("SELECT 1 FROM tracking.runs WHERE status = 'RUNNING'").size() == 2);  // the job and its family
  BOOST_REQUIRE(train());
  BOOST_TEST(query("SELECT 1 FROM tracking.runs WHERE status = 'RUNNING'").empty());
  BOOST_TEST(query("SELECT 1 FROM tracking.runs WHERE status = 'FAILED'").size() == 2);
}

BOOST_AUTO_TEST_CASE(a_job_killed_while_it_registers_leaves_no_version_and_the_next_one_ends_its_run) {
  tests::store_samples(*database, tests::learnable_table(60, 6));
  {
    // Whoever inserts a version waits for us; reading goes on.
    store::Transaction holding = database->begin();
    holding.run("LOCK TABLE tracking.model_versions IN SHARE MODE");
    const pid_t child = start_training_process(database, artifacts);
    wait_until("EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'tracking.model_versions'::regclass)");
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(WIFSIGNALED(status));
  }
  wait_until("NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory')");
  BOOST_TEST(registry.list().empty());
  for (const char* table : {"registered_models", "registered_model_aliases", "promotions"})
    BOOST_TEST(query("SELECT 1 FROM tracking." + std::string(table)).empty());
  const std::string killed = query("SELECT run_id FROM tracking.runs WHERE status = 'RUNNING'").text(0, 0);

  const Result<TrainingReport> report = train();
  BOOST_REQUIRE(report);
  BOOST_TEST(report->registered.version == 1);
  BOOST_TEST(query("SELECT status FROM tracking.runs WHERE run_id = '" + killed + "'").text(0, 0) == "FAILED");
  BOOST_TEST(value_of("tags", killed, "error") == "the process that worked on it ended without a word");
}

BOOST_AUTO_TEST_SUITE_END()
