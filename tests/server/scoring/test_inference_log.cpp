#include "server/scoring/inference_log.hpp"

#include "server/store/database.hpp"
#include "tests/emptied_database.hpp"
#include "tests/lost_commits.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <thread>

namespace clearwell::scoring {
namespace {

using tests::a_session_commits;
using tests::await_standby;
using tests::open_sockets;

constexpr float kNotMeasured = std::numeric_limits<float>::quiet_NaN();

Inference inference(float feature, std::string plant = "") {
  return {.model = "example",
          .version = 3,
          .role = "champion",
          .features = {feature, kNotMeasured, 3.4e38F},
          .margin = -0.1F,
          .probability = 0.83F,
          .threshold = 0.71F,
          .positive = true,
          .plant_id = std::move(plant),
          .sensor_id = ""};
}

std::int64_t stored(store::Database& database) {
  return database.begin().run("SELECT count(*) FROM water.water_inferences").integer(0, 0);
}

void run_script(store::Database& database, std::string_view sql) {
  store::Transaction transaction = database.begin();
  transaction.run_script(sql);
  transaction.commit();
}

BOOST_AUTO_TEST_SUITE(inference_log)

BOOST_AUTO_TEST_CASE(a_row_is_stored_with_the_features_as_scored) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  InferenceLog log(database.shared());
  const std::vector<std::int64_t> ids = log.append({inference(0.1F, "north"), inference(1e-45F)}).ids;
  BOOST_REQUIRE(ids.size() == 2U);
  const store::Rows rows = database->begin().run(
      "SELECT inference_id, model, version, role, features = ARRAY[0.1, NULL, 3.4e38]::real[], "
      "margin = -0.1::real AND probability = 0.83::real AND threshold = 0.71::real AND positive, plant_id, sensor_id, "
      "features[1] = 1e-45::real, inferred_at > now() - interval '1 minute' "
      "FROM water.water_inferences ORDER BY inference_id");
  BOOST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows.integer(0, 0) == ids[0]);
  BOOST_TEST(rows.integer(1, 0) == ids[1]);
  BOOST_TEST(rows.text(0, 1) == "example");
  BOOST_TEST(rows.integer(0, 2) == 3);
  BOOST_TEST(rows.text(0, 3) == "champion");
  BOOST_TEST(rows.boolean(0, 4));
  BOOST_TEST(rows.boolean(0, 5));
  BOOST_TEST(rows.text(0, 6) == "north");
  BOOST_TEST(rows.is_null(0, 7));
  BOOST_TEST(rows.is_null(1, 6));
  BOOST_TEST(rows.boolean(1, 8));
  BOOST_TEST(rows.boolean(1, 9));
}

BOOST_AUTO_TEST_CASE(many_threads_share_commits_and_get_their_own_ids) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  InferenceLog log(database.shared());
  constexpr int kThreads = 16;
  constexpr int kAppends = 20;
  std::vector<std::vector<std::int64_t>> ids(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < kAppends; ++i) {
          const Logged logged = log.append({inference(static_cast<float>(t)), inference(static_cast<float>(t))});
          ids[t].insert(ids[t].end(), logged.ids.begin(), logged.ids.end());
        }
      });
    }
  }
  std::set<std::int64_t> distinct;
  for (int t = 0; t < kThreads; ++t) {
    for (const std::int64_t id : ids[t]) {
      distinct.insert(id);
      const store::Rows row = database->begin().run(
          "SELECT features[1] FROM water.water_inferences WHERE inference_id = $1", store::Params().add(id));
      BOOST_REQUIRE(row.size() == 1U);
      BOOST_TEST(row.number(0, 0) == t);
    }
  }
  BOOST_TEST(distinct.size() == 2U * kThreads * kAppends);
  const store::Rows commits = database->begin().run("SELECT count(DISTINCT xmin::text) FROM water.water_inferences");
  BOOST_TEST(commits.integer(0, 0) < kThreads * kAppends);  // otherwise there was no group
}

BOOST_AUTO_TEST_CASE(more_than_one_statement_takes_is_stored_whole) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  InferenceLog log(database.shared());
  const std::vector<std::int64_t> ids = log.append(std::vector<Inference>(12'345, inference(1))).ids;
  BOOST_TEST(ids.size() == 12'345U);
  BOOST_TEST(std::is_sorted(ids.begin(), ids.end()));
  BOOST_TEST(stored(*database) == 12'345);
}

BOOST_AUTO_TEST_CASE(a_full_queue_refuses_and_stores_nothing) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  InferenceLog log(database.shared(), {.max_waiting_rows = 10, .journal_folder = {}});
  BOOST_CHECK_EXCEPTION(static_cast<void>(log.append(std::vector<Inference>(11, inference(1)))), store::Overloaded,
                        [](const store::Overloaded& error) {
                          return std::string(error.what()) == "0 rows wait to be written, at most 10 may";
                        });
  BOOST_TEST(log.append(std::vector<Inference>(10, inference(1))).ids.size() == 10U);
  BOOST_TEST(stored(*database) == 10);
}

BOOST_AUTO_TEST_CASE(what_the_database_refuses_is_told_to_who_waits_and_the_log_goes_on) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  InferenceLog log(database.shared());
  Inference refused = inference(1);
  refused.role = "nobody";
  BOOST_CHECK_THROW(log.append({refused, inference(1)}), store::StoreError);
  BOOST_TEST(stored(*database) == 0);
  BOOST_TEST(log.append({inference(1)}).ids.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_group_whose_commit_was_lost_before_it_was_stored_is_written_again) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  run_script(*database, R"(
    CREATE SEQUENCE water.commits;
    CREATE FUNCTION water.end_the_first_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('water.commits') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER end_the_first_commit AFTER INSERT ON water.water_inferences
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION water.end_the_first_commit())");
  {
    InferenceLog log(database.shared());
    const std::vector<std::int64_t> ids = log.append({inference(1), inference(2)}).ids;
    const store::Rows rows = database->begin().run("SELECT inference_id FROM water.water_inferences ORDER BY 1");
    BOOST_REQUIRE(rows.size() == 2U);
    BOOST_TEST(rows.integer(0, 0) == ids[0]);
    BOOST_TEST(rows.integer(1, 0) == ids[1]);
  }
  run_script(*database, "DROP FUNCTION water.end_the_first_commit CASCADE; DROP SEQUENCE water.commits");
}

BOOST_AUTO_TEST_CASE(a_group_whose_commit_was_stored_after_the_connection_was_lost_is_not_written_twice) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  const std::set<int> other_sockets = open_sockets();
  InferenceLog log(store::Database::connect(database->url(), 1));
  log.append({inference(1)});
  int n_appended = 1;
  const std::set<int> sockets = open_sockets();
  std::vector<int> of_the_log;
  std::ranges::set_difference(sockets, other_sockets, std::back_inserter(of_the_log));
  BOOST_REQUIRE(of_the_log.size() == 1U);

  // A commit that waits for a standby is written, but not yet to be seen, and its session does not look at its socket.
  await_standby(*database, "nobody");
  std::atomic<bool> lost = false;
  std::jthread appending([&] {
    while (!lost) {  // a commit or two may slip through before the setting is known everywhere
      log.append({inference(1)});
      ++n_appended;
    }
  });
  while (!a_session_commits(*database, "SyncRep"))
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  lost = true;
  shutdown(of_the_log[0], SHUT_RDWR);
  std::this_thread::sleep_for(std::chrono::milliseconds(250));  // long enough to ask, and to be told to wait
  await_standby(*database, "");
  appending.join();
  while (a_session_commits(*database))
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  BOOST_TEST(stored(*database) == n_appended);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scoring
