#include "server/scheduler/daily_schedule.hpp"

#include "server/base/time_text.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace clearwell;
using namespace std::chrono_literals;
namespace bdata = boost::unit_test::data;

namespace {

const char* const kNow[] = {"2026-03-12T02:59:59Z", "2026-03-12T03:00:00Z", "2026-03-12T23:59:59Z",
                            "2026-03-01T00:00:00Z", "2026-03-29T03:30:00Z"};
const char* const kLatest[] = {"2026-03-11T03:00:00Z", "2026-03-12T03:00:00Z", "2026-03-12T03:00:00Z",
                               "2026-02-28T03:00:00Z", "2026-03-29T03:00:00Z"};

const char* const kNoTimes[] = {"", "3:00", "03:0", "24:00", "03:60", "03-00", "aa:bb", "03:00Z", "noon"};

}  // namespace

BOOST_AUTO_TEST_SUITE(daily_schedule)

BOOST_DATA_TEST_CASE(the_last_time_is_today_or_yesterday, bdata::make(kNow) ^ bdata::make(kLatest), now, latest) {
  BOOST_TEST(base::format_time_seconds(scheduler::latest_occurrence(*base::parse_time(now), 3h)) == latest);
}

BOOST_DATA_TEST_CASE(the_next_time_is_a_day_after_the_last, bdata::make(kNow) ^ bdata::make(kLatest), now, latest) {
  BOOST_CHECK(scheduler::next_occurrence(*base::parse_time(now), 3h) == *base::parse_time(latest) + 24h);
}

BOOST_AUTO_TEST_CASE(a_time_of_day_is_hours_and_minutes) {
  BOOST_CHECK(**scheduler::parse_time_of_day("03:00") == 3h);
  BOOST_CHECK(**scheduler::parse_time_of_day("23:59") == 23h + 59min);
  BOOST_CHECK(**scheduler::parse_time_of_day("00:00") == 0min);
  BOOST_CHECK(!*scheduler::parse_time_of_day("off"));
}

BOOST_DATA_TEST_CASE(any_other_text_is_refused, bdata::make(kNoTimes), text) {
  BOOST_TEST(scheduler::parse_time_of_day(text).error().message ==
             "'" + std::string(text) + "' is not a time of day; HH:MM in UTC from 00:00 to 23:59, or off, is accepted");
}

BOOST_AUTO_TEST_CASE(waits_grow_and_end) {
  BOOST_CHECK(scheduler::retry_after(1) == 1min);
  BOOST_CHECK(scheduler::retry_after(2) == 5min);
  BOOST_CHECK(scheduler::retry_after(3) == 25min);
  BOOST_CHECK(!scheduler::retry_after(4));
}

BOOST_AUTO_TEST_SUITE_END()
