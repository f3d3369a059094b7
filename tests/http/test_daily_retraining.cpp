#include "tests/http/serving_program.hpp"
#include "tests/server/scheduler/trained_models.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <thread>

namespace clearwell {

BOOST_FIXTURE_TEST_SUITE(daily_retraining, tests::TrainedModels)

BOOST_AUTO_TEST_CASE(a_missed_night_is_caught_up_by_one_of_two_servers_that_start) {
  add_samples(0, 200);
  BOOST_REQUIRE(training::train(database.shared(), registry, spec, {}, [](std::string_view, double) {}));
  add_samples(200, 230);
  store::Transaction days_ago = database->begin();
  days_ago.run("UPDATE tracking.model_versions SET created_at = created_at - interval '3 days'");
  days_ago.commit();

  std::array<std::unique_ptr<tests::ServingProgram>, 2> servers;
  for (auto& server : servers)
    server = std::make_unique<tests::ServingProgram>(database, folder.path(), "00:00");
  for (int tries = 0; tries < 1000 && query("SELECT 1 FROM ops.jobs WHERE status = 'FINISHED'").empty(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const auto answer = nlohmann::json::parse(tests::ask(servers[1]->port(), tests::get_request("/v1/jobs")).body);
  BOOST_REQUIRE(answer["jobs"].size() == 1U);
  const auto& job = answer["jobs"][0];
  BOOST_TEST(job["kind"] == "retrain");
  BOOST_TEST(job["requested_by"] == "daily schedule");
  BOOST_TEST(job["scheduled_for"].get<std::string>().ends_with("T00:00:00.000Z"));
  BOOST_TEST(job["attempts"] == 1);
  BOOST_TEST(job["result"]["version"] == 2);
  BOOST_TEST(job["result"]["outcome"] == "refused");
  BOOST_TEST(champion().version == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace clearwell
