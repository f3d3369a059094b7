#include "server/store/plant_history.hpp"

#include "server/base/time_text.hpp"
#include "server/store/reading_rollups.hpp"
#include "server/store/sample_writer.hpp"
#include "server/store/water_store.hpp"
#include "tests/server/intake/empty_water.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

namespace {

using namespace clearwell;
using namespace clearwell::store;
namespace bdata = boost::unit_test::data;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const base::TimePoint kStart = base::parse_time("2025-03-01T00:00:00Z").value();

/// What water.readings holds, by sensor and moment: the value, and whether it is to be believed.
using Truth = std::map<std::pair<std::string, base::TimePoint>, std::pair<double, bool>>;

std::string quoted(base::TimePoint time) {
  return "'" + base::format_time(time) + "'";
}

struct TwoSensors : tests::EmptyWater {
  TwoSensors() {
    run("INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'AR');"
        "INSERT INTO water.sensors VALUES ('a', 'north', 'ph', ''), ('b', 'north', 'ph', ''),"
        "                                 ('other', 'north', 'turbidity', 'NTU')");
  }

  void run(const std::string& script) {
    Transaction transaction = database.begin();
    transaction.run_script(script);
    transaction.commit();
  }

  void store(const std::string& sensor, base::TimePoint at, double value, bool good = true) {
    run("INSERT INTO water.readings (sensor_id, read_at, value, quality) VALUES ('" + sensor + "', " + quoted(at) +
        ", " + std::to_string(value) + ", '" + (good ? "good" : "bad") +
        "') ON CONFLICT (sensor_id, read_at) DO UPDATE " + "SET value = excluded.value, quality = excluded.quality");
    truth[{sensor, at}] = {value, good};
  }

  void remove(const std::string& sensor, base::TimePoint at) {
    run("DELETE FROM water.readings WHERE sensor_id = '" + sensor + "' AND read_at = " + quoted(at));
    truth.erase({sensor, at});
  }

  History history(TimeRange range, int points) {
    Transaction transaction = database.begin();
    return read_history(transaction, "north", "ph", range, points);
  }
  History hourly_history(TimeRange range) {
    Transaction transaction = database.begin();
    return read_hourly_history(transaction, "north", "ph", range);
  }

  /// The buckets that `answer` should have, added up value by value.
  std::vector<HistoryBucket> plainly(const History& answer, TimeRange range) const {
    std::map<base::TimePoint, std::tuple<double, double, double, std::int64_t>> sums;
    for (const auto& [key, reading] : truth) {
      const auto& [value, good] = reading;
      const base::TimePoint at = key.second;
      if (!good || at < range.from || at >= range.to) continue;
      const auto start = answer.instrument_bucket ? bucket_start(at, range.from, *answer.instrument_bucket) : at;
      auto [entry, added] = sums.try_emplace(start, value, value, 0.0, 0);
      auto& [low, high, sum, n] = entry->second;
      low = std::min(low, value);
      high = std::max(high, value);
      sum += value;
      ++n;
    }
    std::vector<HistoryBucket> buckets;
    for (const auto& [start, sum] : sums) {
      const auto& [low, high, total, n] = sum;
      buckets.push_back({start, Source::instrument, low, high, total / static_cast<double>(n), n, 0});
    }
    return buckets;
  }

  static base::TimePoint bucket_start(base::TimePoint at, base::TimePoint from, std::chrono::microseconds length) {
    base::TimePoint origin = from;
    if (length >= hours(1)) origin = std::chrono::floor<hours>(from);
    if (length >= days(1)) origin = std::chrono::floor<days>(from);
    return std::max(from, origin + (at - origin) / length * length);
  }

  void check(TimeRange range, int points) {
    const History answer = history(range, points);
    BOOST_REQUIRE(answer.buckets.size() <= static_cast<std::size_t>(points));
    compare(answer, range);
    compare(hourly_history(range), range);
  }

  void compare(const History& answer, TimeRange range) const {
    std::vector<HistoryBucket> expected = plainly(answer, range);
    BOOST_REQUIRE_EQUAL(answer.buckets.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      BOOST_REQUIRE(std::abs(answer.buckets[i].mean - expected[i].mean) < 1e-9);
      expected[i].mean = answer.buckets[i].mean;  // summed in another order
      BOOST_REQUIRE(answer.buckets[i] == expected[i]);
    }
  }

  Truth truth;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(plant_history, TwoSensors)

// Readings come late, twice, out of order, turn out bad and are taken away; roll-ups are refreshed now and then.
BOOST_AUTO_TEST_CASE(history_is_what_the_readings_are_whatever_came_when) {
  std::mt19937 random(11);
  const auto draw = [&random](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  // Half of it happens in the first six hours, so that short buckets have something to hold too.
  const auto moment = [&] {
    return kStart + minutes(draw(2) == 0 ? draw(6 * 60) : 30 * draw(48 * 40)) + seconds(draw(2));
  };
  int by_length[4] = {};
  for (int step = 0; step < 240; ++step) {
    const std::string sensor = draw(2) == 0 ? "a" : "b";
    if (draw(8) == 0 && !truth.empty()) {
      auto reading = truth.begin();
      std::advance(reading, draw(static_cast<int>(truth.size())));
      const auto [key, value] = *reading;
      draw(2) == 0 ? remove(key.first, key.second) : store(key.first, key.second, value.first + 1, draw(3) > 0);
    } else {
      store(sensor, moment(), draw(1000) / 8.0, draw(10) > 0);
    }
    if (draw(12) == 0) refresh_reading_rollups(database);
    if (step % 3 != 0) continue;
    const bool closely = draw(3) == 0;
    const base::TimePoint from = kStart + minutes(15 * draw(closely ? 12 : 96 * 20)) + seconds(draw(3));
    const TimeRange range{from, from + minutes(15 * (1 + draw(closely ? 12 : 96 * 20)))};
    const int points = 3 + draw(draw(2) == 0 || closely ? 10 : 120);
    check(range, points);
    const auto length = history(range, points).instrument_bucket;
    ++by_length[!length ? 0 : *length < hours(1) ? 1 : *length < days(1) ? 2 : 3];
  }
  for (const int n : by_length)
    BOOST_TEST(n > 3);
}

BOOST_AUTO_TEST_CASE(long_buckets_come_from_roll_ups_and_stale_hours_from_readings) {
  for (int hour = 0; hour < 48 * 10; ++hour)
    store("a", kStart + minutes(30 * hour), hour % 7);
  refresh_reading_rollups(database);
  BOOST_TEST(count("water.stale_reading_hours") == 0);
  BOOST_TEST(count("water.reading_hours") == 240);
  BOOST_TEST(count("water.reading_days") == 10);
  // Nobody but a test changes a roll-up: so it shows who is asked.
  run("UPDATE water.reading_hours SET max = 1000; UPDATE water.reading_days SET max = 2000");
  const TimeRange all{kStart, kStart + days(10)};
  for (const HistoryBucket& bucket : history(all, 100).buckets)
    BOOST_TEST(bucket.max == 1000);
  BOOST_TEST(history(all, 5).buckets[1].max == 2000);
  store("a", kStart + minutes(10), 500);  // late
  const History hourly = history(all, 100);
  BOOST_TEST((hourly.instrument_bucket == hours(3)));
  BOOST_TEST(hourly.buckets[0].count == 7);
  BOOST_TEST(hourly.buckets[0].max == 1000);  // of its two other hours
  const History daily = history(all, 10);
  BOOST_TEST((daily.instrument_bucket == days(1)));
  BOOST_TEST(daily.buckets[0].max == 1000);  // the day is made of its hours
  BOOST_TEST(daily.buckets[0].count == 49);
  BOOST_TEST(daily.buckets[1].max == 2000);
  refresh_reading_rollups(database);
  BOOST_TEST(history({kStart, kStart + hours(8)}, 8).buckets[0].max == 500);
}

BOOST_AUTO_TEST_CASE(roll_ups_of_what_is_gone_go_too) {
  store("a", kStart, 1);
  store("a", kStart + hours(1), 1);
  refresh_reading_rollups(database);
  store("a", kStart, 1, false);
  remove("a", kStart + hours(1));
  refresh_reading_rollups(database);
  BOOST_TEST(count("water.reading_hours") == 0);
  BOOST_TEST(count("water.reading_days") == 0);
}

BOOST_AUTO_TEST_CASE(non_detects_share_no_bucket_with_values) {
  run("INSERT INTO water.samples (plant_id, sampled_at, content_sha256) "
      "SELECT 'north', timestamptz '2025-03-01 UTC' + n * interval '1 hour', sha256(n::text::bytea) "
      "FROM generate_series(0, 99) n;"
      "INSERT INTO water.sample_results (sample_id, parameter, value, qualifier, unit, result_text) "
      "SELECT sample_id, 'arsenic', CASE WHEN sample_id % 2 = 0 THEN 0.5 ELSE 0.002 END, "
      "       CASE WHEN sample_id % 2 = 0 THEN '<' ELSE '=' END, 'mg/L', '' FROM water.samples");
  for (const int points : {3, 4, 5, 10, 99, 100, 500}) {
    Transaction transaction = database.begin();
    const History answer = read_history(transaction, "north", "arsenic", {kStart, kStart + hours(100)}, points);
    BOOST_TEST(answer.buckets.size() <= static_cast<std::size_t>(points));
    std::int64_t values = 0;
    std::int64_t non_detects = 0;
    for (const HistoryBucket& bucket : answer.buckets) {
      BOOST_TEST((bucket.non_detects == 0 || bucket.non_detects == bucket.count));
      BOOST_TEST(bucket.max == (bucket.non_detects > 0 ? 0.5 : 0.002));
      BOOST_TEST(bucket.min == bucket.max);
      (bucket.non_detects > 0 ? non_detects : values) += bucket.count;
    }
    BOOST_TEST(values == 50);
    BOOST_TEST(non_detects == 50);
  }
}

BOOST_AUTO_TEST_CASE(what_nobody_published_has_no_history) {
  run("INSERT INTO water.samples (plant_id, sampled_at, content_sha256, awaits_certification) "
      "VALUES ('north', '2025-03-01 08:00 UTC', sha256('x'), true);"
      "INSERT INTO water.sample_results (sample_id, parameter, value, unit, result_text) "
      "SELECT sample_id, 'ph', 7, '', '7' FROM water.samples");
  const TimeRange day{kStart, kStart + days(1)};
  const WaterStore water(database);
  BOOST_TEST(history(day, 10).buckets.empty());
  BOOST_TEST(water.results_by_day("north", "2025-03-01", "2025-03-02").empty());
  run("INSERT INTO water.result_certifications (sample_id, parameter, result_key, version, certified_by) "
      "SELECT sample_id, parameter, result_key, version, 'second' FROM water.sample_results");
  BOOST_TEST(history(day, 10).buckets.empty());
  run("INSERT INTO water.sample_publications (sample_id, published_by) SELECT sample_id, 'second' FROM water.samples");
  BOOST_TEST(history(day, 10).buckets.size() == 1U);
  BOOST_TEST(water.results_by_day("north", "2025-03-01", "2025-03-02").size() == 1U);
  BOOST_TEST(water.results_by_day("north", "2025-03-02", "2025-03-03").empty());
}

BOOST_AUTO_TEST_CASE(writers_refreshes_and_readers_do_not_disturb_each_other) {
  constexpr int kHours = 60;
  std::jthread refreshing([this](const std::stop_token& stop) {
    while (!stop.stop_requested())
      refresh_reading_rollups(database);
  });
  const auto write = [this](const std::string& sensor) {
    for (int hour = 0; hour < kHours; ++hour)
      run("INSERT INTO water.readings (sensor_id, read_at, value) VALUES ('" + sensor + "', " +
          quoted(kStart + hours(hour % 6)) + "::timestamptz + " + std::to_string(hour) + " * interval '1 minute', 1)");
  };
  std::jthread first([&] { write("a"); });
  std::jthread second([&] { write("b"); });
  std::int64_t seen = 0;
  while (seen < 2 * kHours) {
    std::int64_t now = 0;
    for (const HistoryBucket& bucket : history({kStart, kStart + days(1)}, 3).buckets)
      now += bucket.count;
    BOOST_REQUIRE(now >= seen);  // what was seen once stays
    seen = now;
  }
  first.join();
  second.join();
  refreshing.request_stop();
  refreshing.join();
  refresh_reading_rollups(database);
  BOOST_TEST(database.begin().run("SELECT sum(count)::bigint FROM water.reading_days").integer(0, 0) == 2 * kHours);
}

BOOST_AUTO_TEST_SUITE_END()
