#include "server/tracking/active_run.hpp"

#include "server/store/sql.hpp"
#include "tests/emptied_database.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <future>
#include <optional>
#include <stdexcept>

using namespace clearwell;
using tracking::ActiveRun;

namespace {

struct Tracking {
  std::shared_ptr<store::Database> database = tests::emptied_database().shared();

  store::Rows query(const std::string& sql) const { return database->begin().run(sql); }
  std::string status(const std::string& run_id) const {
    return query("SELECT status FROM tracking.runs WHERE run_id = '" + run_id + "'").text(0, 0);
  }
  std::optional<std::string> tag(const std::string& run_id, const std::string& key) const {
    const store::Rows rows =
        query("SELECT value FROM tracking.tags WHERE run_id = '" + run_id + "' AND key = '" + key + "'");
    return rows.empty() ? std::nullopt : std::optional(rows.text(0, 0));
  }
  void run_script(const std::string& sql) const {
    store::Transaction transaction = database->begin();
    transaction.run_script(sql);
    transaction.commit();
  }
  /// What the kernel does for a killed process: its connection, and the lock with it, are gone.
  void lose_connections_at_work() const {
    run_script(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()");
    while (query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'").size() != 0) {
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(active_run, Tracking)

BOOST_AUTO_TEST_CASE(a_run_is_running_before_any_work_and_finished_at_its_end) {
  ActiveRun run = ActiveRun::start(database, "example", "train");
  BOOST_TEST(run.run_id().size() == 32);
  BOOST_TEST(status(run.run_id()) == "RUNNING");
  run.finish();
  BOOST_TEST(status(run.run_id()) == "FINISHED");
  BOOST_TEST(query("SELECT end_time >= start_time FROM tracking.runs").boolean(0, 0));
}

BOOST_AUTO_TEST_CASE(params_metrics_by_step_and_tags_are_kept) {
  ActiveRun run = ActiveRun::start(database, "example", "train");
  run.log_params({{"folds", "5"}, {"c", "0.1"}});
  const tracking::Metric metrics[] = {{"roc_auc", 0.6689999999999999, 0}, {"roc_auc", 0.7, 1}, {"brier", 0.2, 0}};
  run.log_metrics(metrics);
  run.set_tags({{"seed", "42"}, {"origin", "imported"}});
  run.set_tags({{"seed", "43"}});
  const store::Rows params = query("SELECT key, value FROM tracking.params ORDER BY key");
  BOOST_TEST(params.size() == 2);
  BOOST_TEST(params.text(0, 1) == "0.1");
  const store::Rows logged = query("SELECT value FROM tracking.metrics WHERE key = 'roc_auc' ORDER BY step");
  BOOST_REQUIRE(logged.size() == 2);
  BOOST_TEST(logged.number(0, 0) == 0.6689999999999999);
  BOOST_TEST(logged.number(1, 0) == 0.7);
  BOOST_TEST(*tag(run.run_id(), "seed") == "43");
  BOOST_TEST(*tag(run.run_id(), "origin") == "imported");
}

BOOST_AUTO_TEST_CASE(a_nested_run_knows_its_parent_and_shares_its_experiment) {
  const ActiveRun run = ActiveRun::start(database, "example", "train");
  const ActiveRun nested = run.start_nested("xgboost");
  const store::Rows rows =
      query("SELECT parent_run_id, run_name FROM tracking.runs WHERE run_id = '" + nested.run_id() + "'");
  BOOST_TEST(rows.text(0, 0) == run.run_id());
  BOOST_TEST(rows.text(0, 1) == "xgboost");
  BOOST_TEST(query("SELECT 1 FROM tracking.experiments").size() == 1);
}

BOOST_AUTO_TEST_CASE(a_failure_keeps_its_reason) {
  ActiveRun run = ActiveRun::start(database, "example", "train");
  run.fail("no data");
  BOOST_TEST(status(run.run_id()) == "FAILED");
  BOOST_TEST(*tag(run.run_id(), "error") == "no data");
}

BOOST_AUTO_TEST_CASE(a_run_that_was_asked_to_stop_is_killed_and_has_no_error) {
  ActiveRun run = ActiveRun::start(database, "example", "train");
  run.kill();
  BOOST_TEST(status(run.run_id()) == "KILLED");
  BOOST_CHECK(!tag(run.run_id(), "error"));
}

BOOST_AUTO_TEST_CASE(many_finished_runs_are_told_of_at_once) {
  const ActiveRun run = ActiveRun::start(database, "example", "train");
  const tracking::FinishedRun finished[] = {{"first", {{"c", "1.0"}}, {{"roc_auc", 0.5, 0}, {"roc_auc", 0.75, 1}}},
                                            {"second", {}, {}}};
  run.add_finished(finished);
  run.add_finished({});
  const store::Rows rows = query(
      "SELECT r.run_name, r.status, r.parent_run_id, r.end_time >= r.start_time, p.value, sum(m.value) FROM "
      "tracking.runs r LEFT JOIN tracking.params p USING (run_id) LEFT JOIN tracking.metrics m USING (run_id) "
      "WHERE r.parent_run_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5 ORDER BY 1");
  BOOST_REQUIRE(rows.size() == 2);
  BOOST_TEST(rows.text(0, 0) == "first");
  BOOST_TEST(rows.text(0, 1) == "FINISHED");
  BOOST_TEST(rows.text(0, 2) == run.run_id());
  BOOST_TEST(rows.boolean(0, 3));
  BOOST_TEST(rows.text(0, 4) == "1.0");
  BOOST_TEST(rows.number(0, 5) == 1.25);
  BOOST_TEST(rows.text(1, 0) == "second");
}

BOOST_AUTO_TEST_CASE(a_run_that_nobody_ended_has_failed) {
  std::string run_id;
  try {
    const ActiveRun run = ActiveRun::start(database, "example", "train");
    run_id = run.run_id();
    throw std::runtime_error("anything");
  } catch (const std::runtime_error&) {
  }
  BOOST_TEST(status(run_id) == "FAILED");
  BOOST_TEST(*tag(run_id, "error") == "it ended without a result");
}

BOOST_AUTO_TEST_CASE(a_run_at_work_is_not_taken_for_abandoned) {
  const ActiveRun run = ActiveRun::start(database, "example", "train");
  const ActiveRun nested = run.start_nested("xgboost");
  BOOST_TEST(tracking::end_abandoned_runs(*database).empty());
  BOOST_TEST(status(run.run_id()) == "RUNNING");
  BOOST_TEST(status(nested.run_id()) == "RUNNING");
}

BOOST_AUTO_TEST_CASE(runs_of_a_lost_connection_are_ended_and_cannot_finish) {
  ActiveRun run = ActiveRun::start(database, "example", "train");
  ActiveRun nested = run.start_nested("xgboost");
  lose_connections_at_work();
  BOOST_TEST(tracking::end_abandoned_runs(*database).size() == 2);
  BOOST_TEST(status(run.run_id()) == "FAILED");
  BOOST_TEST(status(nested.run_id()) == "FAILED");
  BOOST_TEST(*tag(run.run_id(), "error") == "the process that worked on it ended without a word");
  BOOST_CHECK_EXCEPTION(nested.finish(), store::StoreError, [&](const store::StoreError& error) {
    return error.what() == "run " + nested.run_id() + " was ended by somebody else, who took this process for dead";
  });
  BOOST_TEST(status(nested.run_id()) == "FAILED");
}

BOOST_AUTO_TEST_CASE(a_version_that_an_abandoned_run_is_just_registering_is_waited_for) {
  const ActiveRun run = ActiveRun::start(database, "example", "train");
  lose_connections_at_work();
  store::Transaction registering = database->begin();
  registering.run(store::sql::upsert_registered_model, store::Params().add("example"));
  registering.run(store::sql::insert_model_version, store::Params()
                                                        .add("example")
                                                        .add(run.run_id())
                                                        .add("xgboost")
                                                        .add(std::string(64, 'a'))
                                                        .add(4)
                                                        .add(0.5)
                                                        .add("{}")
                                                        .add(0)
                                                        .add("")
                                                        .add("imported")
                                                        .add_array(std::vector<std::string>()));
  std::future<std::vector<std::string>> ending =
      std::async(std::launch::async, [&] { return tracking::end_abandoned_runs(*database); });
  while (ending.wait_for(std::chrono::milliseconds(10)) == std::future_status::timeout &&
         query("SELECT 1 FROM pg_locks WHERE NOT granted").empty()) {
  }
  registering.commit();
  BOOST_TEST(ending.get() == std::vector<std::string>{run.run_id()}, boost::test_tools::per_element());
  BOOST_TEST(status(run.run_id()) == "FINISHED");
}

BOOST_AUTO_TEST_SUITE_END()
