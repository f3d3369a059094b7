#include "server/store/water_store.hpp"
#include "tests/http/http_client.hpp"
#include "tests/http/program.hpp"
#include "tests/plant_named.hpp"
#include "tests/server/store/cluster_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace clearwell {
namespace {

using namespace std::chrono_literals;
using tests::HttpAnswer;
using tests::HttpConnection;
using tests::post_request;
using tests::Program;

/// CLEARWELL_KILL_LOOPS=50 for a long look.
int n_kills() {
  const char* loops = std::getenv("CLEARWELL_KILL_LOOPS");
  return loops == nullptr ? 6 : std::atoi(loops);
}

constexpr int kClients = 6;

std::string sensor_id(int client) {
  return "north-" + std::to_string(client);
}

/// A server with a private cluster of its own, and nothing else that holds the cluster.
struct Server : store::FreshFolder {
  Server() {
    const auto database = open();
    store::Transaction transaction = database->begin();
    store::add_plant(transaction, tests::plant_named("north"));
    for (int client = 0; client < kClients; ++client)
      store::save_sensor(
          transaction, {.sensor_id = sensor_id(client), .plant_id = "north", .parameter = "turbidity", .unit = "NTU"});
    transaction.commit();
  }

  void start() {
    program = std::make_unique<Program>(
        output, std::vector<std::string>{"--data-dir", data_dir, "serve", "--listen",
                                         "127.0.0.1:" + std::to_string(port), "--retrain-at", "off"});
    const std::string ready = program->wait_for("event=ready address=http://127.0.0.1:");
    BOOST_REQUIRE_MESSAGE(!ready.empty(), program->errors());
    port = std::stoi(ready);
  }
  void kill_server() {
    program->send(SIGKILL);
    program->wait();
    start();
  }
  void kill_postgresql() {
    const pid_t victim = postmaster();
    if (victim > 0) ::kill(victim, SIGKILL);
  }

  tests::TemporaryFolder output;
  int port = 0;  ///< the same after each start, as clients know it
  std::unique_ptr<Program> program;
};

/// A gateway of a plant: sends the minutes of its sensor one after the other, alone or some at once, and each until it
/// is told that it is stored.
struct Client {
  std::string body_of(int first, int n) const {
    std::string body = "[";
    for (int minute = first; minute < first + n; ++minute) {
      std::array<char, 160> element{};
      std::snprintf(element.data(), element.size(),
                    R"(%s{"sensor_id":"north-%d","read_at":"2026-03-%02dT%02d:%02d:00Z","value":%d})",
                    minute == first ? "" : ",", number, 1 + minute / 1440, minute / 60 % 24, minute % 60, minute);
      body += element.data();
    }
    return body + "]";
  }

  void send_until(const std::atomic<bool>& stopped, int port) {
    std::unique_ptr<HttpConnection> connection;
    while (!stopped) {
      const int n = number % 2 == 0 ? 1 : 1 + n_acknowledged % 7;
      const std::string request = post_request("/v1/readings", body_of(n_acknowledged, n));
      n_sent = n_acknowledged + n;
      while (!stopped) {
        try {
          if (!connection) connection = std::make_unique<HttpConnection>(port);
          connection->send(request);
          const HttpAnswer answer = connection->receive();
          if (answer.status == 200) {
            n_acknowledged += n;
            break;
          }
          ++n_refused;
          if (answer.status == 503) continue;  // on the same connection
        } catch (const std::runtime_error&) {  // nobody listens
        }
        connection.reset();
        std::this_thread::sleep_for(5ms);
      }
    }
  }

  int number = 0;
  int n_acknowledged = 0;  ///< minutes 0 to this one are
  int n_sent = 0;
  int n_refused = 0;
};

/// Also where a requirement fails: the clients' threads are waited for.
struct Stop {
  ~Stop() { stopped = true; }
  std::atomic<bool>& stopped;
};

BOOST_FIXTURE_TEST_SUITE(kill_9_of_readings, Server)

BOOST_AUTO_TEST_CASE(no_acknowledged_reading_is_lost_and_none_is_doubled) {
  std::mt19937 random(20260312);
  start();
  std::array<Client, kClients> clients;
  std::atomic<bool> stopped = false;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kClients; ++i) {
      clients[static_cast<std::size_t>(i)].number = i;
      threads.emplace_back([&, i, to = port] { clients[static_cast<std::size_t>(i)].send_until(stopped, to); });
    }
    const Stop stop{stopped};
    for (int kill = 0; kill < n_kills(); ++kill) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50 + random() % 200));
      if (kill % 2 == 0)
        kill_server();
      else
        kill_postgresql();
    }
    std::this_thread::sleep_for(200ms);
  }
  program.reset();

  const auto database = open();
  for (const Client& client : clients) {
    const store::Rows rows = database->begin().run(
        "SELECT count(*), count(*) FILTER (WHERE value = extract(epoch FROM read_at - timestamptz '2026-03-01Z') / "
        "60), "
        "coalesce(max(value), -1) FROM water.readings WHERE sensor_id = $1",
        store::Params().add(sensor_id(client.number)));
    const std::int64_t n_stored = rows.integer(0, 0);
    BOOST_TEST_MESSAGE(sensor_id(client.number) << ": acknowledged " << client.n_acknowledged << ", stored " << n_stored
                                                << ", sent " << client.n_sent << ", refused " << client.n_refused);
    BOOST_TEST(client.n_acknowledged > 0);
    BOOST_TEST(n_stored >= client.n_acknowledged);
    BOOST_TEST(n_stored <= client.n_sent);
    BOOST_TEST(rows.integer(0, 1) == n_stored);       // each with its own value
    BOOST_TEST(rows.number(0, 2) == n_stored - 1.0);  // and none is missing in between
  }
  BOOST_TEST(database->begin().run("SELECT count(*) FROM water.reading_conflicts").integer(0, 0) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell
