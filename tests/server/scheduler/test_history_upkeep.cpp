#include "server/scheduler/history_upkeep.hpp"

#include "tests/emptied_database.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>

namespace clearwell::scheduler {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(history_upkeep)

BOOST_AUTO_TEST_CASE(readings_are_rolled_up_and_their_months_written_until_it_is_told_to_stop) {
  const tests::TemporaryDatabase& database = tests::emptied_database();
  const auto run = [&](const char* script) {
    store::Transaction transaction = database->begin();
    transaction.run_script(script);
    transaction.commit();
  };
  const auto rolled_up = [&] {
    return database->begin().run("SELECT coalesce(sum(count), 0)::bigint FROM water.reading_days").integer(0, 0);
  };
  const auto tiles = [&] { return database->begin().run("SELECT count(*) FROM water.history_tiles").integer(0, 0); };
  const auto reaches = [](const auto& count, std::int64_t n) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (count() != n && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(5ms);
    return count() == n;
  };
  run("INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'AR');"
      "INSERT INTO water.sensors VALUES ('north-1', 'north', 'ph', '')");

  HistoryUpkeep upkeep(
      database.shared(), [](const std::string& reason) { BOOST_ERROR(reason); }, 10ms);
  std::jthread working([&](const std::stop_token& stop) { upkeep.work(stop); });
  run("INSERT INTO water.readings (sensor_id, read_at, value) VALUES ('north-1', '2025-03-01T00:00Z', 7)");
  BOOST_TEST(reaches(rolled_up, 1));
  BOOST_TEST(reaches(tiles, 1));
  run("INSERT INTO water.readings (sensor_id, read_at, value) VALUES ('north-1', '2025-02-01T00:00Z', 7)");
  BOOST_TEST(reaches(rolled_up, 2));
  BOOST_TEST(reaches(tiles, 2));
  working.request_stop();
  working.join();
  run("INSERT INTO water.readings (sensor_id, read_at, value) VALUES ('north-1', '2025-01-01T00:00Z', 7)");
  BOOST_TEST(rolled_up() == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scheduler
