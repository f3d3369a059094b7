// Scoring while PostgreSQL is down: answers go on, and each of them is in the database afterwards, once.
#include "tests/http/serving_program.hpp"
#include "tests/registered_models.hpp"
#include "tests/server/store/cluster_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace clearwell {
namespace {

using namespace std::chrono_literals;

/// What clients were told, of two rows a request.
struct Told {
  void score_until(const std::atomic<bool>& stopped, int port) {
    auto connection = std::make_unique<tests::HttpConnection>(port);
    const std::string request = tests::post_request(
        "/v1/models/example/score", R"({"plant_id":"north","data":[{"x0":0.1,"x2":-3},{"x0":7,"x1":2}]})");
    while (!stopped) {
      connection->send(request);
      const tests::HttpAnswer answer = connection->receive();
      take(answer);
      if (answer.has_header("Connection: close")) connection = std::make_unique<tests::HttpConnection>(port);
    }
  }
  void take(const tests::HttpAnswer& answer) {
    const std::scoped_lock lock(mutex);
    ++statuses[answer.status];
    if (answer.status != 200) return;
    const auto body = nlohmann::json::parse(answer.body);
    for (const auto& prediction : body["predictions"])
      ids.push_back(prediction["inference_id"].get<std::int64_t>());
    ++(body["logged"].get<bool>() ? n_logged : n_journaled);
  }

  std::mutex mutex;
  std::map<int, int> statuses;
  std::vector<std::int64_t> ids;
  std::atomic<int> n_logged = 0;     ///< requests
  std::atomic<int> n_journaled = 0;  ///< requests that said that they were not in the database
};

bool soon(const std::function<bool()>& holds) {
  for (const auto deadline = std::chrono::steady_clock::now() + 60s; std::chrono::steady_clock::now() < deadline;
       std::this_thread::sleep_for(10ms)) {
    try {
      if (holds()) return true;
    } catch (const store::StoreError&) {  // not up yet
    }
  }
  return false;
}

/// Also where a requirement fails: the clients' threads are waited for.
struct Stop {
  ~Stop() { stopped = true; }
  std::atomic<bool>& stopped;
};

BOOST_AUTO_TEST_SUITE(database_outage)

BOOST_AUTO_TEST_CASE(no_answer_is_lost_and_none_is_stored_twice) {
  const tests::TemporaryDatabase database;
  const tests::RegisteredModels models(database);
  models.add("example", tests::first_model());
  store::ClusterFixture cluster{database.options().data_dir};
  // The server is told where PostgreSQL is, and cannot start it; this process can.
  const tests::ServingProgram server(database, std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models");

  Told told;
  std::atomic<bool> stopped = false;
  {
    std::array<std::jthread, 3> clients;
    const Stop stop{stopped};
    for (std::jthread& client : clients)
      client = std::jthread([&] { told.score_until(stopped, server.port()); });
    for (const int signal : {SIGINT, SIGKILL}) {
      BOOST_REQUIRE(soon([&, before = told.n_logged.load()] { return told.n_logged > before + 20; }));
      BOOST_REQUIRE(::kill(cluster.postmaster(), signal) == 0);
      BOOST_REQUIRE(soon([&, before = told.n_journaled.load()] { return told.n_journaled > before + 20; }));
      BOOST_REQUIRE(soon([&] { return database->begin().run("SELECT 1").size() == 1; }));  // which starts it
      BOOST_REQUIRE(soon([&, before = told.n_logged.load()] { return told.n_logged > before + 20; }));
    }
  }
  BOOST_TEST_MESSAGE(told.n_logged << " requests logged at once, " << told.n_journaled << " later");
  for (const auto& [status, n_answers] : told.statuses)
    BOOST_TEST(status == 200, n_answers << " answers of " << status);

  const auto n_stored = [&] {
    return database->begin().run("SELECT count(*) FROM water.water_inferences").integer(0, 0);
  };
  const auto n_told = static_cast<std::int64_t>(told.ids.size());
  BOOST_TEST(soon([&] { return n_stored() >= n_told; }));
  BOOST_TEST(n_stored() == n_told);
  BOOST_TEST(std::set<std::int64_t>(told.ids.begin(), told.ids.end()).size() == told.ids.size());
  BOOST_TEST(database->begin()
                 .run("SELECT count(DISTINCT inference_id) FROM water.water_inferences WHERE inference_id = ANY "
                      "($1::bigint[])",
                      store::Params().add_array(told.ids))
                 .integer(0, 0) == n_told);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell
