#include "server/registry/registry.hpp"

#include "server/tracking/active_run.hpp"
#include "tests/emptied_database.hpp"
#include "tests/registered_models.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

using namespace clearwell;
using registry::ModelVersion;
using registry::NewVersion;

namespace {

struct Models {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  tests::RegisteredModels models{database};
  const registry::Registry& registry = models.registry();

  store::Rows query(const std::string& sql) const { return database->begin().run(sql); }
  std::optional<ModelVersion> find(const char* text) const {
    return registry.find(*registry::parse_model_reference(text));
  }
};

NewVersion described(const std::string& name, const std::string& run_id) {
  return {.name = name,
          .run_id = run_id,
          .family = "xgboost",
          .threshold = 0.1 + 0.2,
          .metrics_json = R"({"roc_auc": {"mean": 0.67, "sd": null}})",
          .parity_rows = 256,
          .parity_digest = std::string(64, 'b'),
          .data_origin = "imported"};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(registering, Models)

BOOST_AUTO_TEST_CASE(the_first_version_is_the_champion_and_every_fact_comes_back) {
  tracking::ActiveRun run = tracking::ActiveRun::start(database.shared(), "lake", "train");
  const ModelVersion made = registry.register_version(described("lake", run.run_id()), "the file");
  BOOST_TEST(made.version == 1);
  BOOST_TEST((made.aliases == std::vector<std::string>{"champion"}));
  BOOST_TEST(made.stage == "Production");
  BOOST_TEST(made.alarms.empty());
  BOOST_TEST(made.family == "xgboost");
  BOOST_TEST(made.run_id == run.run_id());
  BOOST_TEST(made.size_bytes == 8);
  BOOST_TEST(*made.threshold == 0.1 + 0.2);
  BOOST_TEST(made.metrics_json == R"({"roc_auc": {"sd": null, "mean": 0.67}})");
  BOOST_TEST(made.parity_rows == 256);
  BOOST_TEST(made.parity_digest == std::string(64, 'b'));
  BOOST_TEST(made.data_origin == "imported");
  BOOST_TEST(made.created_at.size() == std::string("2026-03-12T08:00:00.000Z").size());
  BOOST_TEST(made.created_at.back() == 'Z');
  BOOST_TEST(registry.read_file(made) == "the file");
  BOOST_CHECK(find("lake") == made);
  BOOST_CHECK(find("lake/1") == made);
  BOOST_CHECK((registry.list("lake") == std::vector<ModelVersion>{made}));
  const store::Rows decision = query("SELECT outcome, from_version, reason, decided_by FROM tracking.promotions");
  BOOST_REQUIRE(decision.size() == 1);
  BOOST_TEST(decision.text(0, 0) == "promoted");
  BOOST_TEST(decision.is_null(0, 1));
  BOOST_TEST(decision.text(0, 2) == "there was no champion");
  BOOST_TEST(decision.text(0, 3) == "clearwell train");
}

BOOST_AUTO_TEST_CASE(a_later_version_is_the_challenger_and_nothing_is_decided_yet) {
  models.add("lake", "one");
  models.add("lake", "two");
  const ModelVersion third = models.add("lake", "three");
  BOOST_TEST(third.version == 3);
  BOOST_TEST((third.aliases == std::vector<std::string>{"challenger"}));
  BOOST_TEST(third.stage == "Staging");
  BOOST_TEST(find("lake@champion")->version == 1);
  BOOST_TEST(find("lake@challenger")->version == 3);
  BOOST_TEST(find("lake/2")->aliases.empty());
  BOOST_TEST(find("lake/2")->stage == "None");
  BOOST_TEST(query("SELECT 1 FROM tracking.promotions").size() == 1);
}

BOOST_AUTO_TEST_CASE(a_version_names_the_data_of_its_run) {
  BOOST_CHECK(!models.add("lake", "one").dataset_sha256);
  tracking::ActiveRun run = tracking::ActiveRun::start(database.shared(), "lake", "train");
  run.set_tags({{"dataset_sha256", std::string(64, 'd')}});
  BOOST_TEST(registry.register_version(described("lake", run.run_id()), "two").dataset_sha256.value() ==
             std::string(64, 'd'));
}

BOOST_AUTO_TEST_CASE(models_are_listed_by_name_and_newest_first) {
  models.add("lake", "one");
  models.add("brook", "one");
  models.add("lake", "two");
  std::vector<std::string> listed;
  for (const ModelVersion& version : registry.list())
    listed.push_back(version.name + std::to_string(version.version));
  BOOST_TEST(listed == (std::vector<std::string>{"brook1", "lake2", "lake1"}), boost::test_tools::per_element());
  BOOST_TEST(registry.list("sea").empty());
  BOOST_CHECK(!find("sea"));
  BOOST_CHECK(!find("lake/3"));
  BOOST_CHECK(!find("brook@challenger"));
}

BOOST_AUTO_TEST_CASE(everybody_is_told) {
  std::future<bool> told = std::async(std::launch::async, [this] {
    return database->wait_for_notification(registry::kChannel, std::chrono::seconds(20));
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));  // it listens before the version comes
  models.add("lake", "one");
  BOOST_TEST(told.get());
}

BOOST_AUTO_TEST_CASE(versions_made_at_the_same_time_have_numbers_of_their_own) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([this, i] { models.add("lake", "file " + std::to_string(i)); });
  for (std::thread& thread : threads)
    thread.join();
  std::vector<int> numbers;
  for (const ModelVersion& version : registry.list("lake"))
    numbers.push_back(version.version);
  BOOST_TEST(numbers == (std::vector<int>{3, 2, 1}), boost::test_tools::per_element());
  BOOST_TEST(query("SELECT 1 FROM tracking.promotions WHERE outcome = 'promoted'").size() == 1);
}

BOOST_AUTO_TEST_CASE(a_run_given_up_for_dead_registers_nothing) {
  tracking::ActiveRun run = tracking::ActiveRun::start(database.shared(), "lake", "train");
  const std::string run_id = run.run_id();
  run.fail("given up");
  BOOST_CHECK_EXCEPTION(registry.register_version(described("lake", run_id), "file"), store::StoreError,
                        [&](const auto& error) {
                          return error.what() == "run " + run_id + " is not at work any more: nothing is registered";
                        });
  BOOST_TEST(registry.list().empty());
  BOOST_TEST(query("SELECT 1 FROM tracking.registered_models").empty());
}

BOOST_AUTO_TEST_CASE(a_run_that_is_just_being_given_up_for_dead_registers_nothing) {
  tracking::ActiveRun run = tracking::ActiveRun::start(database.shared(), "lake", "train");
  store::Transaction giving_up = database->begin();
  giving_up.run("UPDATE tracking.runs SET status = 'FAILED', end_time = now()");
  std::future<ModelVersion> registering = std::async(
      std::launch::async, [&] { return registry.register_version(described("lake", run.run_id()), "file"); });
  while (registering.wait_for(std::chrono::milliseconds(10)) == std::future_status::timeout &&
         query("SELECT 1 FROM pg_locks WHERE NOT granted").empty()) {
  }
  giving_up.commit();
  BOOST_CHECK_THROW(static_cast<void>(registering.get()), store::StoreError);
  BOOST_TEST(registry.list().empty());
}

BOOST_AUTO_TEST_SUITE_END()
