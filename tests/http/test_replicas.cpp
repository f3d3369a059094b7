#include "tests/emptied_database.hpp"
#include "tests/http/serving_program.hpp"
#include "tests/registered_models.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

namespace clearwell {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using tests::ask;
using tests::HttpAnswer;
using tests::HttpConnection;
using tests::post_request;

/// Two servers on one database, and clients that ask both without a pause.
struct Replicas {
  static constexpr int kClients = 4;

  Replicas() {
    const tests::RegisteredModels models(database);
    models.add("example", tests::first_model());
    models.add("example", tests::second_model());
    for (auto& server : servers)
      server = std::make_unique<tests::ServingProgram>(database, database.options().models_dir);
    for (int client = 0; client < kClients; ++client)
      clients.emplace_back([this, client](const std::stop_token& stop) { ask_until(stop, client % 2 == 0); });
  }

  /// One server and the other in turn, on a connection that is kept as long as they allow, or a new one each time.
  void ask_until(const std::stop_token& stop, bool keep) {
    const std::string request = post_request("/v1/models/example/score", R"({"data":[{"x0":1,"x1":2,"x2":3}]})");
    std::unique_ptr<HttpConnection> connections[2];
    for (std::size_t i = 0; !stop.stop_requested(); i = 1 - i) {
      if (!connections[i]) connections[i] = std::make_unique<HttpConnection>(servers[i]->port());
      connections[i]->send(request);
      const HttpAnswer answer = connections[i]->receive();
      if (!keep || answer.has_header("Connection: close")) connections[i].reset();
      const int version = answer.status == 200 ? json::parse(answer.body)["version"].get<int>() : 0;
      ++answered[static_cast<std::size_t>(version)];
      if (version != 0) last_version[i] = version;
    }
  }
  /// How long it took until both answer with the version. Longer than ten seconds is a failure.
  std::chrono::nanoseconds until_both_answer_with(int version) const {
    const auto begin = std::chrono::steady_clock::now();
    while (last_version[0] != version || last_version[1] != version) {
      BOOST_REQUIRE((std::chrono::steady_clock::now() - begin < 10s));
      std::this_thread::sleep_for(1ms);
    }
    return std::chrono::steady_clock::now() - begin;
  }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  std::array<std::unique_ptr<tests::ServingProgram>, 2> servers;
  std::atomic<int> last_version[2] = {0, 0};
  std::atomic<int> answered[3] = {0, 0, 0};  ///< by version; 0: not answered, or refused
  std::vector<std::jthread> clients;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(replicas, Replicas)

BOOST_AUTO_TEST_CASE(both_swap_within_a_second_at_each_of_many_promotions_and_no_request_is_dropped) {
  until_both_answer_with(1);
  int within_a_second = 0;
  for (int i = 0; i < 100; ++i) {
    const int version = 2 - i % 2;
    const HttpAnswer answer =
        version == 2 ? ask(servers[0]->port(), post_request("/v1/models/example/promote",
                                                            R"({"version":2,"force":true,"reason":"to and fro"})"))
                     : ask(servers[1]->port(), post_request("/v1/models/example/rollback", "{}"));
    BOOST_REQUIRE(answer.status == 202);
    within_a_second += until_both_answer_with(version) < 1s ? 1 : 0;
  }
  clients.clear();                    // each ends with its answer
  BOOST_TEST(within_a_second >= 95);  // of 100; an answer waits for the disk too, which others use
  BOOST_TEST(answered[0] == 0);
  BOOST_TEST(answered[1] > 100);
  BOOST_TEST(answered[2] > 100);
  // What the log says of each version is what the clients were told.
  const store::Rows logged = database->begin().run(
      "SELECT count(*) FROM water.water_inferences WHERE role = 'champion' GROUP BY version ORDER BY version");
  BOOST_REQUIRE(logged.size() == 2U);
  for (std::size_t row = 0; row < 2; ++row)
    BOOST_TEST(logged.integer(row, 0) == answered[row + 1]);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace clearwell
