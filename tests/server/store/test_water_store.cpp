#include "server/base/time_text.hpp"
#include "server/store/sample_writer.hpp"
#include "server/store/water_store.hpp"
#include "tests/server/intake/empty_water.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace {

using namespace clearwell;
using namespace clearwell::store;
namespace bdata = boost::unit_test::data;
using std::chrono::hours;

base::TimePoint at(const std::string& text) {
  return base::parse_time(text).value();
}
const base::TimePoint kStart = at("2025-03-01T00:00:00Z");

struct Plants : tests::EmptyWater {
  void save(const Plant& plant) {
    Transaction transaction = database.begin();
    save_plant(transaction, plant);
    transaction.commit();
  }

  void save(const Sensor& sensor, const std::vector<Reading>& readings) {
    Transaction transaction = database.begin();
    save_sensor(transaction, sensor);
    add_readings(transaction, sensor.sensor_id, readings);
    transaction.commit();
  }

  /// Samples of one parameter, `every` apart from kStart on.
  void save_results(const std::string& plant_id, const std::string& parameter,
                    std::vector<limits::MeasuredValue> values, hours every) {
    Transaction transaction = database.begin();
    SampleWriter writer(transaction);
    for (std::size_t i = 0; i < values.size(); ++i) {
      NewSample sample;
      sample.source_row = static_cast<std::int64_t>(i);
      sample.plant_id = plant_id;
      sample.sampled_at = kStart + every * static_cast<int>(i);
      sample.laboratory = "Laboratory " + std::to_string(i);
      sample.content_sha256[0] = static_cast<std::uint8_t>(i);
      sample.content_sha256[1] = static_cast<std::uint8_t>(i >> 8);
      sample.content_sha256[2] = static_cast<std::uint8_t>(std::hash<std::string>()(parameter));
      const std::string text =
          std::string(values[i].qualifier == limits::Qualifier::below ? "<" : "") + std::to_string(values[i].value);
      sample.results = {{parameter, values[i], "mg/L", text}};
      writer.add(sample);
    }
    BOOST_REQUIRE(writer.store() == static_cast<std::int64_t>(values.size()));
    transaction.commit();
  }

  WaterStore water{database};
};

Plant north() {
  return {.plant_id = "north",
          .name = "North Plant",
          .place = "Rosario",
          .operator_name = "Waterworks",
          .latitude = -32.9,
          .longitude = -60.6,
          .time_zone = "America/Argentina/Buenos_Aires",
          .jurisdiction = "AR",
          .population_served = 41000,
          .simulated = true,
          .last_sample_at = std::nullopt};
}

Plant south() {
  Plant plant;
  plant.plant_id = "south";
  plant.name = "A plant of which little is known";
  plant.jurisdiction = "EU";
  return plant;
}

Sensor sensor_of(const std::string& plant_id, const std::string& parameter) {
  return {.sensor_id = plant_id + "." + parameter,
          .plant_id = plant_id,
          .parameter = parameter,
          .unit = "NTU",
          .simulated = true};
}

std::vector<Reading> hourly(int n, const std::function<double(int)>& value) {
  std::vector<Reading> readings;
  for (int i = 0; i < n; ++i)
    readings.push_back({kStart + hours(i), value(i)});
  return readings;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(water_store, Plants)

BOOST_AUTO_TEST_CASE(a_plant_is_read_as_it_was_saved) {
  save(north());
  save(south());
  BOOST_TEST((water.plants() == std::vector<Plant>{south(), north()}));  // by name
  BOOST_TEST((water.find_plant("north") == north()));
  BOOST_TEST(!water.find_plant("east").has_value());
}

BOOST_AUTO_TEST_CASE(a_plant_saved_again_has_its_new_description) {
  save(north());
  Plant renamed = north();
  renamed.name = "North Plant, extended";
  renamed.population_served.reset();
  save(renamed);
  BOOST_TEST((water.find_plant("north") == renamed));
}

BOOST_AUTO_TEST_CASE(a_plant_tells_its_newest_sample) {
  save(north());
  save_results("north", "nitrate", {{12}, {13}, {14}}, hours(24));
  BOOST_TEST((water.find_plant("north")->last_sample_at == kStart + hours(48)));
  BOOST_TEST((water.plants()[0].last_sample_at == kStart + hours(48)));
}

BOOST_AUTO_TEST_CASE(parameters_come_with_the_newest_value_of_each_source) {
  save(north());
  save(south());
  save_results("north", "arsenic", {{0.012}, {0.005, limits::Qualifier::below}}, hours(24));
  save_results("north", "turbidity", {{0.3}}, hours(24));
  save_results("south", "nitrate", {{50}}, hours(24));
  save(sensor_of("north", "turbidity"), hourly(3, [](int i) { return 0.1 * (i + 1); }));
  save(sensor_of("north", "ph"), hourly(1, [](int) { return 7.5; }));

  const auto parameters = water.parameters_of("north");
  BOOST_TEST_REQUIRE(parameters.size() == 3U);
  BOOST_TEST(parameters[0].parameter == "arsenic");
  BOOST_TEST((parameters[0].latest_result ==
              LatestResult{0.005, "<", "mg/L", "<0.005000", kStart + hours(24), "Laboratory 1"}));
  BOOST_TEST(!parameters[0].latest_reading.has_value());
  BOOST_TEST(parameters[1].parameter == "ph");
  BOOST_TEST(!parameters[1].latest_result.has_value());
  BOOST_TEST((parameters[1].latest_reading == LatestReading{7.5, kStart}));
  BOOST_TEST(parameters[2].parameter == "turbidity");
  BOOST_TEST(parameters[2].latest_result->value == 0.3);
  BOOST_TEST((parameters[2].latest_reading->read_at == kStart + hours(2)));
  BOOST_TEST(water.parameters_of("east").empty());
}

BOOST_AUTO_TEST_CASE(few_values_keep_their_moments) {
  save(north());
  save_results("north", "arsenic", {{0.012}, {0.005, limits::Qualifier::below}, {0.008}}, hours(24));
  const auto buckets = water.history("north", "arsenic", {kStart, kStart + hours(49)}, 500).buckets;
  BOOST_TEST_REQUIRE(buckets.size() == 3U);
  BOOST_TEST((buckets[0] == HistoryBucket{kStart, Source::laboratory, 0.012, 0.012, 0.012, 1, 0}));
  BOOST_TEST((buckets[1] == HistoryBucket{kStart + hours(24), Source::laboratory, 0.005, 0.005, 0.005, 1, 1}));
  BOOST_TEST((buckets[2].time == kStart + hours(48)));
}

BOOST_AUTO_TEST_CASE(from_belongs_to_the_stretch_and_to_does_not) {
  save(north());
  save_results("north", "arsenic", {{1}, {2}, {3}}, hours(1));
  const auto buckets = water.history("north", "arsenic", {kStart + hours(1), kStart + hours(2)}, 10).buckets;
  BOOST_TEST_REQUIRE(buckets.size() == 1U);
  BOOST_TEST(buckets[0].mean == 2);
}

BOOST_AUTO_TEST_CASE(many_values_become_buckets_that_lose_no_extreme) {
  save(north());
  save(sensor_of("north", "turbidity"), hourly(1000, [](int i) { return i == 777 ? 99.0 : 1.0 + i % 2; }));
  const auto buckets = water.history("north", "turbidity", {kStart, kStart + hours(1000)}, 100).buckets;
  BOOST_TEST_REQUIRE(buckets.size() == 100U);
  std::int64_t values = 0;
  for (const HistoryBucket& bucket : buckets)
    values += bucket.count;
  BOOST_TEST(values == 1000);
  BOOST_TEST((buckets[0] == HistoryBucket{kStart, Source::instrument, 1, 2, 1.5, 10, 0}));
  BOOST_TEST((buckets[77].time == kStart + hours(770)));
  BOOST_TEST(buckets[77].max == 99);
  BOOST_TEST(buckets[77].mean == (99 + 5 * 1 + 4 * 2) / 10.0);
}

BOOST_AUTO_TEST_CASE(both_sources_share_the_points_and_the_laboratory_comes_first) {
  save(north());
  save_results("north", "turbidity", {{0.5}, {0.6}, {0.1, limits::Qualifier::below}}, hours(168));
  save(sensor_of("north", "turbidity"), hourly(720, [](int i) { return i; }));
  const auto buckets = water.history("north", "turbidity", {kStart, kStart + hours(720)}, 100).buckets;
  BOOST_TEST(buckets.size() <= 100U);
  BOOST_TEST(buckets.size() > 90U);
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    BOOST_TEST((buckets[i].source == (i < 3 ? Source::laboratory : Source::instrument)));
    if (i > 0 && i != 3) BOOST_TEST((buckets[i - 1].time < buckets[i].time));
  }
}

// Any number of values and points: never more buckets than asked for, never a value lost.
BOOST_DATA_TEST_CASE(the_points_are_a_bound, bdata::make({3, 4, 7, 50, 99, 100, 101, 499}), points) {
  save(north());
  save_results("north", "turbidity", std::vector<limits::MeasuredValue>(100, {0.5}), hours(7));
  save(sensor_of("north", "turbidity"), hourly(701, [](int i) { return i; }));
  for (const int end : {1, 100, 699, 701}) {
    const auto buckets = water.history("north", "turbidity", {kStart, kStart + hours(end)}, points).buckets;
    BOOST_TEST(buckets.size() <= static_cast<std::size_t>(points));
    std::int64_t values = 0;
    for (const HistoryBucket& bucket : buckets)
      values += bucket.count;
    BOOST_TEST(values == end + std::min(100, (end + 6) / 7));
  }
}

BOOST_AUTO_TEST_CASE(what_is_unknown_has_no_history) {
  save(north());
  BOOST_TEST(water.history("north", "arsenic", {kStart, kStart + hours(1)}, 10).buckets.empty());
  BOOST_TEST(water.history("east", "arsenic", {kStart, kStart + hours(1)}, 10).buckets.empty());
}

BOOST_AUTO_TEST_CASE(a_sensor_tells_the_span_of_its_readings) {
  save(north());
  save(sensor_of("north", "ph"), hourly(5, [](int) { return 7; }));
  Transaction transaction = database.begin();
  BOOST_TEST((reading_span(transaction, "north.ph") == ReadingSpan{kStart, kStart + hours(4)}));
  BOOST_TEST(!reading_span(transaction, "north.turbidity").has_value());
}

BOOST_AUTO_TEST_CASE(history_is_quick_over_years_of_readings) {
  save(north());
  save_results("north", "turbidity", std::vector<limits::MeasuredValue>(156, {0.5}), hours(168));
  save(sensor_of("north", "turbidity"), hourly(3 * 8760, [](int i) { return i % 17; }));
  const auto milliseconds = [&](int days) {
    const auto run = [&] {
      return water.history("north", "turbidity", {kStart + hours(8760), kStart + hours(8760 + 24 * days)}, 500).buckets;
    };
    run();  // warm
    double best = 1e9;
    for (int i = 0; i < 5; ++i) {
      const auto start = std::chrono::steady_clock::now();
      BOOST_TEST(run().size() <= 500U);
      best =
          std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
  };
  const double month = milliseconds(30);
  const double year = milliseconds(365);
  BOOST_TEST_MESSAGE("30 days in " << month << " ms, a year in " << year << " ms");
  // Bounds with room for a machine under load and for sanitizers; the message above has the figures.
  BOOST_TEST(month < 250);
  BOOST_TEST(year < 500);
}

BOOST_AUTO_TEST_SUITE_END()
