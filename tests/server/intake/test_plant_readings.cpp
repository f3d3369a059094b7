#include "tests/server/intake/mapped_files.hpp"
#include "tests/shared_data.hpp"

using namespace clearwell;

BOOST_FIXTURE_TEST_SUITE(plant_readings, tests::MappedFiles)

// 139,566 minutes of ten instruments, 1,044 of them without any but the event (chlorine lacks one more), by a clock
// that showed 2:00 to 2:59 of 2016-10-30 twice.
BOOST_AUTO_TEST_CASE(
    a_real_plant_comes_in_with_its_longest_day,
    *boost::unit_test::precondition(tests::SharedData({"gecco-2018-plant/1_gecco2018_water_quality.csv.gz"}))) {
  const auto path = tests::shared_data("gecco-2018-plant/1_gecco2018_water_quality.csv.gz");
  const auto report = import_file(path);
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  BOOST_TEST(imported_as == "gecco_2018_plant");
  BOOST_TEST(report->rows == 139566);
  BOOST_TEST(report->accepted == 139566);
  BOOST_TEST(report->conflicts == 0);
  BOOST_TEST(count("water.readings") == 10 * 139566 - 9 * 1044 - 1);
  BOOST_TEST(count("water.readings WHERE sensor_id = 'gecco-2018-event' AND value = 1") == 1726);
  // That day has 25 hours, a reading in each minute.
  BOOST_TEST(
      count("water.readings WHERE sensor_id = 'gecco-2018-event' AND (read_at AT TIME ZONE 'Europe/Berlin')::date = "
            "'2016-10-30'") == 25 * 60);
  BOOST_TEST(
      text_of("SELECT to_char(max(step), 'HH24:MI') FROM (SELECT read_at - lag(read_at) OVER (ORDER BY read_at) AS "
              "step FROM water.readings WHERE sensor_id = 'gecco-2018-event') AS steps") == "00:01");
}

BOOST_AUTO_TEST_SUITE_END()
