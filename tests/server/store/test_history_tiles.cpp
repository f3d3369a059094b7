#include "server/store/history_tiles.hpp"

#include "common/hash/sha256.hpp"
#include "common/history/tile.hpp"
#include "server/base/time_text.hpp"
#include "server/store/reading_rollups.hpp"
#include "tests/server/intake/empty_water.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace clearwell;
using namespace clearwell::store;
using history::Kind;
using std::chrono::minutes;
using std::chrono::seconds;

const base::TimePoint kStart = base::parse_time("2025-01-01T00:00:00Z").value();

std::string quoted(base::TimePoint time) {
  return "'" + base::format_time(time) + "'";
}

/// A plant with two instruments and a laboratory that measure the same.
struct North : tests::EmptyWater {
  North() {
    run("INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'AR');"
        "INSERT INTO water.sensors VALUES ('a', 'north', 'ph', ''), ('b', 'north', 'ph', ''), ('c', 'north', 'lead', "
        "'')");
  }

  void run(const std::string& script) {
    Transaction transaction = database.begin();
    transaction.run_script(script);
    transaction.commit();
  }
  void refresh() {
    refresh_reading_rollups(database);
    refresh_history_tiles(database);
  }
  void store_reading(const std::string& sensor, base::TimePoint at, double value, bool good = true) {
    run("INSERT INTO water.readings (sensor_id, read_at, value, quality) VALUES ('" + sensor + "', " + quoted(at) +
        ", " + std::to_string(value) + ", '" + (good ? "good" : "bad") +
        "') ON CONFLICT (sensor_id, read_at) DO UPDATE SET value = excluded.value, quality = excluded.quality");
  }
  /// As an import does, or a person who has not been certified yet.
  void add_result(base::TimePoint at, double value, bool non_detect = false, bool awaits_certification = false) {
    run("WITH sample AS (INSERT INTO water.samples (plant_id, sampled_at, origin, sample_key, awaits_certification) "
        "VALUES "
        "('north', " +
        quoted(at) + ", 'test', '" + std::to_string(++n_samples) + "', " + (awaits_certification ? "true" : "false") +
        ") RETURNING sample_id) INSERT INTO water.sample_results (sample_id, parameter, value, qualifier, result_text) "
        "SELECT sample_id, 'ph', " +
        std::to_string(value) + ", '" + (non_detect ? "<" : "=") + "', 'x' FROM sample");
  }
  std::vector<HistoryMonth> months() { return history_months(database, "north", "ph"); }
  /// Name of the tile of a month; empty where it has none.
  std::string name_of(const std::string& month) {
    for (const HistoryMonth& each : months())
      if (each.month == month) return each.sha256.value_or("");
    return "";
  }
  history::Tile tile(const std::string& sha256) {
    const std::optional<std::string> bytes = read_history_tile(database, sha256);
    BOOST_REQUIRE(bytes.has_value());
    BOOST_TEST(hash::sha256_hex(*bytes) == sha256);
    Result<history::Tile> read = history::read_tile(*bytes);
    BOOST_REQUIRE_MESSAGE(read, (read ? "" : read.error().message));
    return *std::move(read);
  }

  int n_samples = 0;
};

/// A value as somebody who keeps all of them would know it.
struct Value {
  base::TimePoint at;
  double value;
  Kind kind;
};

/// The finest level of one kind, added up value by value.
history::Level plainly(const std::vector<Value>& values, Kind kind, std::chrono::year_month month) {
  const base::TimePoint begin = std::chrono::sys_days(month / 1);
  history::Level level{kind == Kind::instrument ? 3600 : 1, {}};
  std::map<std::int64_t, std::tuple<double, double, double, std::int64_t>> buckets;
  for (const Value& value : values) {
    const std::int64_t index = std::chrono::floor<seconds>(value.at - begin).count() / level.bucket_seconds;
    if (value.kind != kind || value.at < begin || index >= history::seconds_in(month) / level.bucket_seconds) continue;
    auto [entry, added] = buckets.try_emplace(index, value.value, value.value, 0.0, 0);
    auto& [min, max, sum, n] = entry->second;
    min = std::min(min, value.value);
    max = std::max(max, value.value);
    sum += value.value;
    ++n;
  }
  for (const auto& [index, bucket] : buckets) {
    const auto& [min, max, sum, n] = bucket;
    level.buckets.push_back({index, n, min, max, sum / static_cast<double>(n)});
  }
  return level;
}

void check(const history::Tile& tile, const std::vector<Value>& values) {
  BOOST_TEST(tile.plant_id == "north");
  BOOST_TEST(tile.parameter == "ph");
  auto series = tile.series.begin();
  for (const Kind kind : {Kind::laboratory, Kind::laboratory_non_detect, Kind::instrument}) {
    history::Level expected = plainly(values, kind, tile.month);
    if (expected.buckets.empty()) continue;
    BOOST_REQUIRE((series != tile.series.end()));
    BOOST_REQUIRE((series->kind == kind));
    const std::vector<history::Bucket>& buckets = series->levels[0].buckets;
    BOOST_REQUIRE(buckets.size() == expected.buckets.size());
    for (std::size_t i = 0; i < buckets.size(); ++i) {
      BOOST_TEST(std::abs(buckets[i].mean - expected.buckets[i].mean) < 1e-9);
      expected.buckets[i].mean = buckets[i].mean;  // summed in another order
    }
    BOOST_TEST((series->levels[0] == expected));
    BOOST_TEST(series->levels.size() == 3);
    ++series;
  }
  BOOST_TEST((series == tile.series.end()));
}

BOOST_FIXTURE_TEST_SUITE(history_tiles, North)

// Whatever came when, and whether the upkeep has seen it: what is named as a month's tile tells what there is now.
BOOST_AUTO_TEST_CASE(a_tile_that_is_named_is_never_out_of_date) {
  std::mt19937 random(3);
  const auto draw = [&random](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  std::map<std::pair<std::string, base::TimePoint>, std::pair<double, bool>> readings;
  std::vector<Value> results;
  int n_named = 0;
  for (int step = 0; step < 150; ++step) {
    const base::TimePoint at = kStart + minutes(15 * draw(96 * 90)) + seconds(draw(2));
    if (draw(4) == 0) {
      const bool non_detect = draw(3) == 0;
      results.push_back({at, draw(100) / 4.0, non_detect ? Kind::laboratory_non_detect : Kind::laboratory});
      add_result(at, results.back().value, non_detect);
      if (draw(3) == 0) add_result(at, 999, false, true);  // nobody has certified it
    } else if (draw(5) == 0 && !readings.empty()) {
      const auto [sensor, time] = readings.begin()->first;
      run("DELETE FROM water.readings WHERE sensor_id = '" + sensor + "' AND read_at = " + quoted(time));
      readings.erase(readings.begin());
    } else {
      const std::string sensor = draw(2) == 0 ? "a" : "b";
      readings[{sensor, at}] = {draw(1000) / 8.0, draw(10) > 0};
      store_reading(sensor, at, readings[{sensor, at}].first, readings[{sensor, at}].second);
    }
    if (draw(3) == 0) refresh_reading_rollups(database);
    if (draw(3) == 0) refresh_history_tiles(database);

    std::vector<Value> values = results;
    for (const auto& [key, reading] : readings)
      if (reading.second) values.push_back({key.second, reading.first, Kind::instrument});
    for (const HistoryMonth& month : months()) {
      if (!month.sha256) continue;
      ++n_named;
      BOOST_TEST_CONTEXT("step " << step << ", " << month.month) check(tile(*month.sha256), values);
    }
  }
  BOOST_TEST(n_named > 50);

  refresh();
  const std::vector<HistoryMonth> all = months();
  BOOST_REQUIRE(all.size() == 4);
  BOOST_TEST(all[0].month == "2025-01");
  for (int i = 0; i < 3; ++i)
    BOOST_TEST(all[static_cast<std::size_t>(i)].sha256.has_value());
  BOOST_TEST(!all[3].sha256.has_value());
  BOOST_TEST(history_months(database, "north", "lead").size() == 1);
}

BOOST_AUTO_TEST_CASE(a_late_reading_makes_another_tile_under_another_name) {
  store_reading("a", kStart, 7);
  refresh();
  const std::string first = name_of("2025-01");
  const std::string bytes = *read_history_tile(database, first);

  store_reading("b", kStart + minutes(1), 8);
  BOOST_TEST(name_of("2025-01").empty());  // from the moment on at which the reading is there
  refresh();
  const std::string second = name_of("2025-01");
  BOOST_TEST(second != first);
  BOOST_TEST(tile(second).series[0].levels[2].buckets[0].count == 2);
  BOOST_TEST(*read_history_tile(database, first) == bytes);  // the name is that of its bytes

  run("DELETE FROM water.readings WHERE sensor_id = 'b'");
  refresh();
  BOOST_TEST(name_of("2025-01") == first);
  BOOST_TEST(count("water.history_tiles WHERE superseded_at IS NULL") == 1);
  run("DELETE FROM water.readings");
  refresh();
  BOOST_TEST(months().size() == 1U);
  BOOST_TEST(count("water.history_tiles WHERE superseded_at IS NULL") == 0);
}

BOOST_AUTO_TEST_CASE(a_tile_that_is_named_no_more_is_kept_for_a_day) {
  store_reading("a", kStart, 7);
  refresh();
  const std::string first = name_of("2025-01");
  store_reading("a", kStart, 8);
  refresh();
  run("UPDATE water.history_tiles SET superseded_at = superseded_at - interval '23 hours'");
  refresh();
  BOOST_TEST(read_history_tile(database, first).has_value());
  run("UPDATE water.history_tiles SET superseded_at = superseded_at - interval '2 hours'");
  refresh();
  BOOST_TEST(!read_history_tile(database, first).has_value());
  BOOST_TEST(read_history_tile(database, name_of("2025-01")).has_value());
}

BOOST_AUTO_TEST_CASE(nothing_is_told_before_it_is_certified_and_published) {
  add_result(kStart, 7, false, true);
  refresh();
  BOOST_TEST(months().size() == 1U);
  BOOST_TEST(count("water.history_months") == 0);

  run("INSERT INTO water.result_certifications (sample_id, parameter, result_key, version, certified_by) "
      "SELECT sample_id, parameter, result_key, version, 'Jon' FROM water.sample_results");
  refresh();
  BOOST_TEST(months().size() == 1U);
  run("INSERT INTO water.sample_publications (sample_id, published_by) SELECT sample_id, 'Jon' FROM water.samples");
  refresh();
  const std::string published = name_of("2025-01");
  BOOST_TEST(tile(published).series[0].levels[0].buckets[0].mean == 7);

  run("INSERT INTO water.sample_results (sample_id, parameter, value, result_text, version, reason) "
      "SELECT sample_id, 'ph', 6, '6', 2, 'misread' FROM water.samples");
  refresh();
  BOOST_TEST(name_of("2025-01") == published);
  run("INSERT INTO water.result_certifications (sample_id, parameter, result_key, version, certified_by) "
      "SELECT sample_id, 'ph', '', 2, 'Jon' FROM water.samples");
  BOOST_TEST(name_of("2025-01").empty());
  refresh();
  BOOST_TEST(tile(name_of("2025-01")).series[0].levels[0].buckets[0].mean == 6);
}

BOOST_AUTO_TEST_CASE(a_month_that_is_not_over_has_no_tile) {
  const base::TimePoint now = base::system_clock()();
  store_reading("a", now, 7);
  add_result(now, 7);
  refresh();
  BOOST_REQUIRE(months().size() == 1U);
  BOOST_TEST(months()[0].month == base::format_time(now).substr(0, 7));
  BOOST_TEST(!months()[0].sha256.has_value());
  BOOST_TEST(count("water.stale_history_months") == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
