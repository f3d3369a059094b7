#include "server/base/time_text.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

using namespace clearwell;
using namespace std::chrono_literals;
namespace bdata = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(time_text)

const char* const kTexts[] = {
    "1970-01-01T00:00:00Z",          "2026-03-12T08:00:00.123Z",       "2026-03-12t08:00:00.1239z",
    "2026-03-12T09:30:00.123+01:30", "2026-03-11T22:00:00.123-10:00",  "2026-03-12 08:00:00.123+00",
    "2024-02-29T23:59:59Z",          "2026-03-12T08:00:00.123456789Z", "2026-03-12T09:00:00.123+0100"};
const char* const kSame[] = {"1970-01-01T00:00:00.000Z", "2026-03-12T08:00:00.123Z", "2026-03-12T08:00:00.123Z",
                             "2026-03-12T08:00:00.123Z", "2026-03-12T08:00:00.123Z", "2026-03-12T08:00:00.123Z",
                             "2024-02-29T23:59:59.000Z", "2026-03-12T08:00:00.123Z", "2026-03-12T08:00:00.123Z"};
BOOST_DATA_TEST_CASE(reads_rfc_3339_and_postgresql, bdata::make(kTexts) ^ kSame, text, same) {
  const Result<base::TimePoint> time = base::parse_time(text);
  BOOST_REQUIRE(static_cast<bool>(time));
  BOOST_TEST(base::format_time(*time) == same);
}

const char* const kRefused[] = {"",
                                "yesterday",
                                "2026-03-12",
                                "2026-03-12T08:00:00",
                                "2026-02-29T08:00:00Z",
                                "2026-13-01T08:00:00Z",
                                "2026-03-12T24:00:00Z",
                                "2026-03-12T08:60:00Z",
                                "2026-03-12T08:00:60Z",
                                "2026-03-12T08:00:00.Z",
                                "2026-03-12T08:00:00Z ",
                                "2026-03-12T08:00:00+1",
                                "2026-03-12T08:00:00+24:00",
                                "26-03-12T08:00:00Z",
                                "1969-12-31T23:59:59Z",
                                "9999-01-01T00:00:00Z"};
BOOST_DATA_TEST_CASE(refuses_what_is_no_point_in_time, bdata::make(kRefused), text) {
  const Result<base::TimePoint> time = base::parse_time(text);
  BOOST_REQUIRE(!time);
  BOOST_TEST(time.error().message == std::string("time: \"") + text +
                                         "\" is not a time with its offset from UTC, such as 2026-03-12T08:00:00Z");
}

BOOST_AUTO_TEST_CASE(fractions_are_cut_not_rounded) {
  const base::TimePoint time = base::TimePoint(1s) - 1ns;
  BOOST_TEST(base::format_time_seconds(time) == "1970-01-01T00:00:00Z");
  BOOST_TEST(base::format_day(time) == "1970-01-01");
  BOOST_TEST(base::format_time(time) == "1970-01-01T00:00:00.999Z");
}

BOOST_AUTO_TEST_CASE(days_are_those_of_the_calendar) {
  BOOST_TEST(base::add_days("2024-02-28", 2) == "2024-03-01");
  BOOST_TEST(base::add_days("2026-01-01", -1) == "2025-12-31");
  BOOST_TEST(base::add_days("1969-12-31", 1) == "1970-01-01");
  BOOST_TEST(base::add_days("2300-02-28", 1) == "2300-03-01");
}

BOOST_AUTO_TEST_CASE(every_day_of_the_leap_cycle_comes_back) {
  for (base::TimePoint day{}; day < base::TimePoint(24h * 1462); day += 24h)
    BOOST_REQUIRE(*base::parse_time(base::format_time(day + 86'399'999ms)) == day + 86'399'999ms);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
