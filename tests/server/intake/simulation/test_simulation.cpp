#include "server/base/spec_files.hpp"
#include "server/base/time_text.hpp"
#include "server/intake/simulation/simulation.hpp"
#include "server/store/water_store.hpp"
#include "tests/server/intake/empty_water.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

namespace {

using namespace clearwell;
using intake::simulation::SimulationOptions;
using intake::simulation::SimulationReport;
namespace bdata = boost::unit_test::data;

const base::TimePoint kUntil = base::parse_time("2026-03-12T00:00:00Z").value();

struct Simulated : tests::EmptyWater {
  Result<SimulationReport> run(const SimulationOptions& options) {
    return intake::simulation::simulate(options, spec, database);
  }

  /// Everything stored but ids and the time of storing, as one digest.
  std::string digest() {
    return database.begin()
        .run(
            "SELECT md5(string_agg(t, E'\\n' ORDER BY t)) FROM ("
            "SELECT concat_ws('|', s.plant_id, s.label, s.sampled_at AT TIME ZONE 'UTC', s.laboratory, r.parameter, "
            "r.value, r.qualifier, r.result_text) AS t "
            "FROM water.samples s JOIN water.sample_results r USING (sample_id) "
            "UNION ALL SELECT concat_ws('|', sensor_id, read_at AT TIME ZONE 'UTC', value) FROM water.readings) "
            "all_values")
        .text(0, 0);
  }

  spec::DatasetSpec spec =
      base::load_spec(std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models", "water_potability").value();
};

struct OutOfRange {
  SimulationOptions options;
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const OutOfRange& c) {
  return out << c.message;
}

const OutOfRange kOutOfRange[] = {
    {{.plants = 0, .until = kUntil}, "plants is 0, accepted: 1 to 8"},
    {{.plants = 9, .until = kUntil}, "plants is 9, accepted: 1 to 8"},
    {{.days = 0, .until = kUntil}, "days is 0, accepted: 1 to 3660"},
    {{.days = 3661, .until = kUntil}, "days is 3661, accepted: 1 to 3660"},
    {{.days = 1095}, "the simulation starts before 1970, accepted: a later --until or fewer --days"},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(simulation, Simulated)

BOOST_AUTO_TEST_CASE(everything_stored_is_flagged_as_simulated) {
  const auto report = run({.plants = 2, .days = 90, .until = kUntil});
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  BOOST_TEST(report->plants == 2);
  BOOST_TEST(report->samples_new > 20);
  BOOST_TEST(report->readings_new > 2 * 4 * 90 * 20);
  for (const char* table : {"water.plants", "water.sensors", "water.samples"}) {
    BOOST_TEST(count(table) > 0);
    BOOST_TEST(count(std::string(table) + " WHERE NOT simulated") == 0);
  }
  BOOST_TEST(count("water.samples WHERE model <> 'water_potability' OR label IS NULL OR sampled_at IS NULL") == 0);
  BOOST_TEST(count("water.water_potability WHERE simulated") == report->samples_new);
  BOOST_TEST(count("water.water_potability WHERE label") == report->positive);
  BOOST_TEST(count("water.plants WHERE simulated AND jurisdiction = 'AR'") == 2);
  // The word is the reader's, not the name's.
  BOOST_TEST(count("water.plants WHERE name || place || operator LIKE '%simulad%'") == 0);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_water_and_another_seed_other_plants) {
  const SimulationOptions options{.plants = 1, .days = 60, .until = kUntil};
  BOOST_TEST_REQUIRE(static_cast<bool>(run(options)));
  const std::string first = digest();
  const auto again = run(options);
  BOOST_TEST_REQUIRE(static_cast<bool>(again));
  BOOST_TEST(again->samples_new == 0);
  BOOST_TEST(again->readings_new == 0);
  BOOST_TEST(digest() == first);

  SimulationOptions other = options;
  other.seed = 2;
  BOOST_TEST_REQUIRE(static_cast<bool>(run(other)));
  BOOST_TEST(count("water.plants") == 2);
  BOOST_TEST(digest() != first);
}

BOOST_AUTO_TEST_CASE(a_longer_history_only_adds) {
  BOOST_TEST_REQUIRE(static_cast<bool>(run({.plants = 1, .days = 30, .until = kUntil})));
  BOOST_TEST_REQUIRE(static_cast<bool>(run({.plants = 1, .days = 60, .until = kUntil + std::chrono::days(10)})));
  const std::string in_two_steps = digest();
  EmptyWater();
  BOOST_TEST_REQUIRE(static_cast<bool>(run({.plants = 1, .days = 60, .until = kUntil + std::chrono::days(10)})));
  BOOST_TEST(digest() == in_two_steps);
}

BOOST_AUTO_TEST_CASE(the_history_ends_where_it_was_told_to) {
  BOOST_TEST_REQUIRE(static_cast<bool>(run({.plants = 1, .days = 30, .until = kUntil})));
  const std::string outside = " NOT BETWEEN timestamptz '2026-02-10T00:00Z' AND timestamptz '2026-03-11T23:59:59Z'";
  BOOST_TEST(count("water.samples WHERE sampled_at" + outside) == 0);
  BOOST_TEST(count("water.readings WHERE read_at" + outside) == 0);
  BOOST_TEST(count("water.readings WHERE read_at >= timestamptz '2026-03-11T00:00Z'") > 0);
}

BOOST_DATA_TEST_CASE(an_option_out_of_range_stores_nothing, bdata::make(kOutOfRange), c) {
  const auto report = run(c.options);
  BOOST_TEST_REQUIRE(!report);
  BOOST_TEST(report.error().message == c.message);
  BOOST_TEST(count("water.plants") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
