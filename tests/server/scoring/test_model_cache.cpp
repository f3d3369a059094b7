#include "server/scoring/model_cache.hpp"

#include "server/store/database.hpp"
#include "tests/emptied_database.hpp"
#include "tests/registered_models.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

namespace clearwell::scoring {
namespace {

using namespace std::chrono_literals;

constexpr auto kNeverByItself = 1h;  // so that only the notification can be the reason

struct Told {
  std::mutex mutex;
  std::vector<std::string> unusable;

  ModelCacheObserver observer() {
    return {.swapped = [](const registry::ModelVersion&, std::string_view) {},
            .unusable =
                [this](const registry::ModelVersion& version, const std::string&) {
                  const std::lock_guard lock(mutex);
                  unusable.push_back(version.name + "/" + std::to_string(version.version));
                },
            .registry_away = [](const std::string&) {}};
  }
  std::vector<std::string> copy() {
    const std::lock_guard lock(mutex);
    return unusable;
  }
};

int champion_of(const ModelCache& cache, const std::string& name) {
  const auto served = cache.find(name);
  return served && served->champion ? served->champion->version.version : 0;
}

bool becomes_champion(const ModelCache& cache, int version, std::chrono::milliseconds within) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  while (std::chrono::steady_clock::now() < deadline) {
    if (champion_of(cache, "example") == version) return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

BOOST_AUTO_TEST_SUITE(model_cache)

BOOST_AUTO_TEST_CASE(champion_and_challenger_are_loaded_and_unknown_names_are_not) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  const tests::RegisteredModels models(database);
  models.add("example", tests::first_model());
  models.add("example", tests::second_model());
  Told told;
  const ModelCache cache(database.shared(), models.registry(), told.observer(), kNeverByItself);
  const auto served = cache.find("example");
  BOOST_REQUIRE(served);
  BOOST_TEST(served->champion->version.version == 1);
  BOOST_TEST(served->challenger->version.version == 2);
  BOOST_TEST(!cache.find("nothing"));
}

BOOST_AUTO_TEST_CASE(a_promotion_swaps_within_a_second_and_who_holds_the_old_one_keeps_it) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  const tests::RegisteredModels models(database);
  models.add("example", tests::first_model());
  models.add("example", tests::second_model());
  Told told;
  const ModelCache cache(database.shared(), models.registry(), told.observer(), kNeverByItself);
  const std::shared_ptr<const LoadedModel> held = cache.find("example")->champion;
  models.give_alias("example", "champion", 2);
  BOOST_TEST(becomes_champion(cache, 2, 1000ms));
  BOOST_TEST(held->version.version == 1);
  BOOST_TEST(held->predictor.n_features() == 4U);
}

BOOST_AUTO_TEST_CASE(without_a_notification_the_next_look_finds_it) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  const tests::RegisteredModels models(database);
  models.add("example", tests::first_model());
  models.add("example", tests::second_model());
  Told told;
  const ModelCache cache(database.shared(), models.registry(), told.observer(), 100ms);
  store::Transaction transaction = database->begin();
  transaction.run(store::sql::set_alias, store::Params().add("example").add("champion").add(2));
  transaction.commit();
  BOOST_TEST(becomes_champion(cache, 2, 2000ms));
}

BOOST_AUTO_TEST_CASE(a_broken_file_keeps_the_old_model_and_is_told_once) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  const tests::RegisteredModels models(database);
  models.add("example", tests::first_model());
  models.add("example", "this is no ONNX file");
  Told told;
  ModelCache cache(database.shared(), models.registry(), told.observer(), kNeverByItself);
  BOOST_TEST(cache.find("example")->challenger == nullptr);
  models.give_alias("example", "champion", 2);
  std::this_thread::sleep_for(300ms);
  cache.reload();
  BOOST_TEST(champion_of(cache, "example") == 1);
  BOOST_TEST(told.copy() == std::vector<std::string>{"example/2"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_file_with_other_bytes_than_registered_is_not_served) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  const tests::RegisteredModels models(database);
  const registry::ModelVersion version =
      models.add("example", tests::tree_file(4, 2, 2));  // a file that no other test reads
  int n_spoilt = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(database.options().artifacts_place())) {
    if (!entry.path().filename().string().starts_with(version.sha256)) continue;
    std::filesystem::permissions(entry.path(), std::filesystem::perms::owner_all);
    std::ofstream(entry.path(), std::ios::app) << "x";
    ++n_spoilt;
  }
  BOOST_REQUIRE(n_spoilt == 1);
  Told told;
  const ModelCache cache(database.shared(), models.registry(), told.observer(), kNeverByItself);
  BOOST_TEST(champion_of(cache, "example") == 0);
  BOOST_TEST(told.copy().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scoring
