// Many clients at once, a promotion among them, and the end of the server.
#include "tests/http/http_server_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace clearwell::http {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using tests::ask;
using tests::get_request;
using tests::HttpAnswer;
using tests::HttpConnection;
using tests::kOneRow;
using tests::kScore;
using tests::post_request;

BOOST_FIXTURE_TEST_SUITE(http_server_load, tests::HttpServerFixture)

BOOST_AUTO_TEST_CASE(sixty_four_clients_at_once_are_all_served) {
  constexpr int kClients = 64;
  constexpr int kRequests = 20;
  std::atomic<int> served = 0;
  {
    std::vector<std::jthread> clients;
    for (int c = 0; c < kClients; ++c) {
      clients.emplace_back([&] {
        for (int i = 0; i < kRequests; ++i)
          served += ask(port, post_request(kScore, kOneRow)).status == 200 ? 1 : 0;
      });
    }
  }
  BOOST_TEST(served == kClients * kRequests);
  BOOST_TEST(stored_inferences() == kClients * kRequests);
}

// More connections that stay open than there are threads: an idle one gives its thread to one that waits.
BOOST_AUTO_TEST_CASE(idle_connections_do_not_starve_others) {
  std::vector<std::unique_ptr<HttpConnection>> idle;
  for (int i = 0; i < 100; ++i) {
    idle.push_back(std::make_unique<HttpConnection>(port));
    idle.back()->send(get_request("/healthz"));
    BOOST_REQUIRE(idle.back()->receive().status == 200);
  }
}

BOOST_AUTO_TEST_CASE(a_promotion_under_load_drops_no_request) {
  registered.add("example", tests::second_model());
  std::atomic<bool> stop = false;
  std::atomic<int> failed = 0;
  std::atomic<int> answered_by[3] = {0, 0, 0};
  {
    std::vector<std::jthread> clients;
    for (int c = 0; c < 8; ++c) {
      clients.emplace_back([&] {
        while (!stop) {
          const HttpAnswer answer = ask(port, post_request(kScore, kOneRow));
          if (answer.status != 200)
            ++failed;
          else
            ++answered_by[json::parse(answer.body)["version"].get<int>()];
        }
      });
    }
    const auto begun = std::chrono::steady_clock::now();
    while (answered_by[1] == 0 && std::chrono::steady_clock::now() < begun + 30s)
      std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(200ms);
    registered.give_alias("example", "champion", 2);
    const auto promoted = std::chrono::steady_clock::now();
    while (answered_by[2] == 0 && std::chrono::steady_clock::now() < promoted + 5s)
      std::this_thread::sleep_for(1ms);
    BOOST_TEST((std::chrono::steady_clock::now() - promoted < 1s));
    std::this_thread::sleep_for(100ms);
    stop = true;
  }
  BOOST_TEST(failed == 0);
  BOOST_TEST(answered_by[1] > 0);
  BOOST_TEST(answered_by[2] > 0);
  // What the log says of each version is what the clients were told.
  const store::Rows logged = database->begin().run(
      "SELECT version, count(*) FROM water.water_inferences WHERE role = 'champion' GROUP BY version ORDER BY version");
  BOOST_REQUIRE(logged.size() == 2U);
  BOOST_TEST(logged.integer(0, 1) == answered_by[1]);
  BOOST_TEST(logged.integer(1, 1) == answered_by[2]);
}

BOOST_AUTO_TEST_CASE(stop_finishes_what_is_under_way_and_comes_to_an_end) {
  HttpConnection idle(port);
  idle.send(get_request("/healthz"));
  BOOST_TEST(idle.receive().status == 200);
  HttpConnection under_way(port);
  const std::string request = post_request(kScore, kOneRow);
  under_way.send(request.substr(0, request.size() - 5));
  std::this_thread::sleep_for(100ms);
  const auto begin = std::chrono::steady_clock::now();
  server.stop();
  under_way.send(request.substr(request.size() - 5));
  BOOST_TEST(under_way.receive().status == 200);
  serving.join();
  BOOST_TEST((std::chrono::steady_clock::now() - begin < 3s));
  serving = std::thread([] {});
  BOOST_CHECK_THROW(HttpConnection refused(port), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
