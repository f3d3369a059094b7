#include "server/intake/local_time.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <vector>

namespace {

using namespace clearwell;
namespace bdata = boost::unit_test::data;

struct Case {
  const char* text;
  const char* format;
  const char* read;  ///< local time, zone and precision; or the complaint
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.text << " by " << c.format;
}

const Case kCases[] = {
    {"2024-05-21 10:30:00", "%Y-%m-%d %H:%M:%S", "2024-05-21 10:30:00||moment"},
    {"07.04.2026 13:50", "%d.%m.%Y %H:%M", "2026-04-07 13:50:00||moment"},
    {"7.4.2026", "%d.%m.%Y", "2026-04-07 00:00:00||day"},
    {"2020", "%Y", "2020-01-01 00:00:00||year"},
    {"05/2020", "%m/%Y", "2020-05-01 00:00:00||month"},
    {"12/31/2015 12:05 AM", "%m/%d/%Y %I:%M %p", "2015-12-31 00:05:00||moment"},
    {"12/31/2015 1:05 pm", "%m/%d/%Y %I:%M %p", "2015-12-31 13:05:00||moment"},
    {"2024-05-21T10:30:00.1234567", "%Y-%m-%dT%H:%M:%S", "2024-05-21 10:30:00.123456||moment"},
    {"2024-01-01T00:30:00+02:00", "%Y-%m-%dT%H:%M:%S%z", "2023-12-31 22:30:00|UTC|moment"},
    {"2024-12-31T23:30:00-0145", "%Y-%m-%dT%H:%M:%S%z", "2025-01-01 01:15:00|UTC|moment"},
    {"2024-05-21T10:30:00Z", "%Y-%m-%dT%H:%M:%S%z", "2024-05-21 10:30:00|UTC|moment"},
    {"29.02.2024", "%d.%m.%Y", "2024-02-29 00:00:00||day"},
    {"29.02.2023", "%d.%m.%Y", "is a time that no calendar has (read as %d.%m.%Y)"},
    {"2024-05-21 24:00", "%Y-%m-%d %H:%M", "is a time that no calendar has (read as %Y-%m-%d %H:%M)"},
    {"12/31/2015 13:05 PM", "%m/%d/%Y %I:%M %p", "is not a time (accepted: %m/%d/%Y %I:%M %p)"},
    {"2024-05-21", "%d.%m.%Y", "is not a time (accepted: %d.%m.%Y)"},
    {"24-05-21", "%Y-%m-%d", "is not a time (accepted: %Y-%m-%d)"},
    {"2024-05-21 ", "%Y-%m-%d", "is not a time (accepted: %Y-%m-%d)"},
    {"2024-05-21T10:30:00.", "%Y-%m-%dT%H:%M:%S", "is not a time (accepted: %Y-%m-%dT%H:%M:%S)"},
    {"", "%Y", "is not a time (accepted: %Y)"},
};

struct Format {
  const char* format;
  const char* complaint;
};
std::ostream& operator<<(std::ostream& out, const Format& format) {
  return out << format.format;
}
const Format kFormats[] = {
    {"%d.%m.%y", "the time format \"%d.%m.%y\" holds a % that means nothing (accepted: %Y %m %d %H %M %S %I %p %z %%)"},
    {"%Y-%", "the time format \"%Y-%\" holds a % that means nothing (accepted: %Y %m %d %H %M %S %I %p %z %%)"},
    {"%d.%m.", "the time format \"%d.%m.\" names no year (%Y)"},
    {"%Y %d", "the time format \"%Y %d\" names a day without its month (%m)"},
    {"%Y-%m-%d %I", "the time format \"%Y-%m-%d %I\" needs both or none of %I and %p"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(local_time)

BOOST_DATA_TEST_CASE(a_time_is_read_as_its_format_says, bdata::make(kCases), c) {
  const std::vector<std::string> formats = {c.format};
  const auto time = intake::parse_local_time(c.text, formats);
  const std::string read = time ? time->text + "|" + time->zone + "|" + std::string(store::to_string(time->precision))
                                : time.error().message;
  BOOST_TEST(read == c.read);
}

BOOST_AUTO_TEST_CASE(the_first_format_that_fits_counts) {
  const std::vector<std::string> formats = {"%d/%m/%Y %H:%M", "%m/%d/%Y"};
  BOOST_TEST(intake::parse_local_time("02/01/2026", formats)->text == "2026-02-01 00:00:00");
  BOOST_TEST(intake::parse_local_time("02/01/2026 08:00", formats)->text == "2026-01-02 08:00:00");
  BOOST_TEST(intake::parse_local_time("x", formats).error().message ==
             "is not a time (accepted: %d/%m/%Y %H:%M or %m/%d/%Y)");
}

BOOST_DATA_TEST_CASE(a_format_without_sense_is_refused, bdata::make(kFormats), format) {
  const auto checked = intake::check_time_format(format.format);
  BOOST_TEST_REQUIRE(!checked);
  BOOST_TEST(checked.error().message == format.complaint);
}

BOOST_AUTO_TEST_SUITE_END()
