#include "common/scoring/predictor.hpp"
#include "tests/http/serving_program.hpp"
#include "tests/registered_models.hpp"
#include "tests/server/scheduler/trained_models.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <memory>
#include <random>
#include <thread>

namespace clearwell {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using tests::ask;
using tests::get_request;
using tests::HttpAnswer;
using tests::post_request;
using tests::ServingProgram;
using SteadyClock = std::chrono::steady_clock;

/// A job that was killed before it began is begun by the next server; one that was killed later has to wait.
constexpr const char* kNothingToDo =
    "NOT EXISTS (SELECT FROM tracking.runs WHERE status = 'RUNNING') AND NOT EXISTS (SELECT FROM ops.jobs WHERE "
    "status = 'RUNNING' OR (status = 'QUEUED' AND not_before <= now()))";

struct Victims : tests::TrainedModels {
  void wait_until(const std::string& condition) const {
    const auto deadline = SteadyClock::now() + 60s;
    bool holds = false;
    while (!(holds = query("SELECT " + condition).boolean(0, 0)) && SteadyClock::now() < deadline)
      std::this_thread::sleep_for(10ms);
    BOOST_REQUIRE_MESSAGE(holds, condition);
  }
  /// Any moment of work that takes so long.
  void sleep_within(SteadyClock::duration whole) {
    std::this_thread::sleep_for(whole * std::uniform_real_distribution(0.0, 1.0)(random));
  }
  /// Every version can be read whole and comes from a run; who is champion is what the last decision says.
  void check_registry() const {
    for (const registry::ModelVersion& version : registry.list("example")) {
      BOOST_CHECK(scoring::Predictor::load(registry.read_file(version)));
      BOOST_TEST(version.parity_digest.size() == 64U);
    }
    int champion_by_history = 0;
    for (const registry::Promotion& promotion : registry.promotions().history("example"))
      if (champion_by_history == 0 && promotion.outcome != "refused") champion_by_history = promotion.version;
    BOOST_TEST(champion().version == champion_by_history);
  }
  static int answering_version(int port) {
    const HttpAnswer answer = ask(port, post_request("/v1/models/example/score", R"({"data":[{"x0":1}]})"));
    return answer.status == 200 ? json::parse(answer.body)["version"].get<int>() : 0;
  }

  std::mt19937_64 random{20260312};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(kill_9, Victims)

BOOST_AUTO_TEST_CASE(of_a_server_that_trains_leaves_the_champion_and_whole_versions) {
  add_samples(0, 200);
  const auto train = [](const ServingProgram& server) {
    const HttpAnswer answer = ask(server.port(), post_request("/v1/models/example/train", "{}"));
    BOOST_REQUIRE(answer.status == 202);
    return json::parse(answer.body)["url"].get<std::string>();
  };
  BOOST_REQUIRE(training::train(database.shared(), registry, spec, {}, [](std::string_view, double) {}));
  auto server = std::make_unique<ServingProgram>(database, folder.path());
  const auto begin = SteadyClock::now();
  const std::string url = train(*server);
  while (json::parse(ask(server->port(), get_request(url)).body)["status"] != "FINISHED")
    std::this_thread::sleep_for(5ms);
  const auto whole = SteadyClock::now() - begin;
  const auto n_cut_off = [&] { return query("SELECT 1 FROM tracking.runs WHERE status <> 'FINISHED'").size(); };
  for (int round = 0; round < 8 || (round < 50 && n_cut_off() == 0); ++round) {  // chance may miss all of the first
    train(*server);
    sleep_within(whole);
    server->kill_now();
    check_registry();

    server = std::make_unique<ServingProgram>(database, folder.path());
    BOOST_TEST(answering_version(server->port()) == 1);
    wait_until(kNothingToDo);
    check_registry();
  }
  BOOST_TEST(query("SELECT 1 FROM tracking.model_versions JOIN tracking.runs USING (run_id) WHERE status <> 'FINISHED'")
                 .empty());
  const store::Rows ended = query(
      "SELECT r.status, t.value FROM tracking.runs r LEFT JOIN tracking.tags t ON t.run_id = r.run_id AND t.key = "
      "'error' WHERE r.status <> 'FINISHED'");
  BOOST_TEST(ended.size() >= 1U);
  for (std::size_t row = 0; row < ended.size(); ++row) {
    BOOST_TEST(ended.text(row, 0) == "FAILED");
    BOOST_TEST(ended.text(row, 1) == "the process that worked on it ended without a word");
  }
  const store::Rows jobs = query("SELECT status, error FROM ops.jobs WHERE status <> 'FINISHED'");
  BOOST_TEST(jobs.size() >= 1U);
  for (std::size_t row = 0; row < jobs.size(); ++row) {
    BOOST_TEST(jobs.text(row, 0) == "QUEUED");  // for another attempt
    BOOST_TEST(jobs.text(row, 1) == "the process that worked on it ended without a word");
  }
}

BOOST_AUTO_TEST_CASE(of_a_promotion_leaves_the_old_champion_or_the_new_one_and_the_servers_know_which) {
  const tests::RegisteredModels models(database);
  models.add("example", tests::first_model());
  models.add("example", tests::second_model());
  const auto promote = [&](const tests::TemporaryFolder& output) {
    return tests::Program(
        output, {"--database", database->url() + " application_name=victim", "--data-dir", database.options().data_dir,
                 "promote", "example", std::to_string(3 - champion().version), "--force", "--reason", "a test"});
  };
  ServingProgram server(database, folder.path());
  const tests::TemporaryFolder output;
  const auto begin = SteadyClock::now();
  BOOST_REQUIRE(promote(output).wait() == 0);
  const auto whole = SteadyClock::now() - begin;
  for (int round = 0; round < 12; ++round) {
    {
      tests::Program program = promote(output);
      sleep_within(whole);
      program.send(SIGKILL);
      program.wait();
    }
    // What it has sent is still carried out. (A connection that comes to the table later had not sent anything.)
    wait_until("NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'victim')");
    check_registry();
    const auto deadline = SteadyClock::now() + 1s;
    while (answering_version(server.port()) != champion().version && SteadyClock::now() < deadline)
      std::this_thread::sleep_for(5ms);
    BOOST_TEST(answering_version(server.port()) == champion().version);
  }
  server.kill_now();
  const ServingProgram next(database, folder.path());
  BOOST_TEST(answering_version(next.port()) == champion().version);
  wait_until(kNothingToDo);
  const store::Rows jobs = query("SELECT status, error FROM ops.jobs WHERE status <> 'FINISHED'");
  for (std::size_t row = 0; row < jobs.size(); ++row) {
    BOOST_TEST(jobs.text(row, 0) == "FAILED");
    BOOST_TEST(jobs.text(row, 1) == "the process that worked on it ended without a word");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace clearwell
