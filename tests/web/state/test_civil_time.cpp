#include "web/state/civil_time.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell::state;
using clearwell::i18n::Language;

std::string joined(const std::vector<TimeTick>& ticks) {
  std::string all;
  for (const TimeTick& tick : ticks)
    all += (all.empty() ? "" : " ") + tick.label;
  return all;
}

std::int64_t at(const char* text) {
  return parse_utc(text).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(civil_time)

const char* const kTexts[] = {"1970-01-01T00:00:00Z", "2026-03-12T08:00:00Z", "2024-02-29T23:59:59.5Z",
                              "1969-12-31T23:59:59Z", "2026-03-12"};
const std::int64_t kTimes[] = {0, 1'773'302'400, 1'709'251'199, -1, 1'773'273'600};

BOOST_DATA_TEST_CASE(times_are_read, bdata::make(kTexts) ^ kTimes, text, time) {
  BOOST_TEST(parse_utc(text).value() == time);
}

BOOST_DATA_TEST_CASE(other_texts_are_no_time,
                     bdata::make({"", "2026", "2026-13-01T00:00:00Z", "2026-03-12T24:00:00Z", "2026-03-12 08:00",
                                  "2026/03/12", "20260312T080000Z", "2026-03-12T08:00:00+01:00"}),
                     text) {
  BOOST_TEST(!parse_utc(text).has_value());
}

BOOST_AUTO_TEST_CASE(times_are_written_as_they_are_read) {
  for (const std::int64_t time : kTimes)
    BOOST_TEST(at(utc_text(time).c_str()) == time);
  BOOST_TEST(utc_text(1'773'302'400) == "2026-03-12T08:00:00Z");
}

BOOST_AUTO_TEST_CASE(dates_are_written_in_words) {
  BOOST_TEST(date_in_words(1'773'302'400, Language::en) == "12 March 2026");
  BOOST_TEST(date_in_words(1'773'302'400, Language::es) == "12 de marzo de 2026");
  BOOST_TEST(short_date(1'773'302'400, Language::es) == "12\u00A0mar\u00A02026");
  BOOST_TEST(date_in_words(-1, Language::en) == "31 December 1969");
}

const char* const kFrom[] = {"2026-03-01", "2025-11-10", "2025-03-11", "2021-03-11", "1926-01-01"};
const char* const kTo[] = {"2026-03-06", "2026-03-12", "2026-03-12", "2026-03-12", "2026-01-01"};
const char* const kLabels[] = {"1 Mar 2 Mar 3 Mar 4 Mar 5 Mar 6 Mar", "Dec 2026 Feb Mar", "May Jul Sep Nov 2026 Mar",
                               "2022 2023 2024 2025 2026", "1950 2000"};

BOOST_DATA_TEST_CASE(axes_have_few_round_marks, bdata::make(kFrom) ^ kTo ^ kLabels, from, to, labels) {
  BOOST_TEST(joined(time_ticks(at(from), at(to), 6, Language::en)) == labels);
}

BOOST_AUTO_TEST_CASE(an_axis_never_has_more_marks_than_asked_for) {
  const std::int64_t from = at("2019-07-17T05:00:00Z");
  for (std::int64_t days = 1; days < 40'000; days = days * 3 / 2 + 1) {
    for (const int most : {1, 2, 5, 9})
      BOOST_TEST(time_ticks(from, from + days * kDaySeconds, most, Language::es).size() <=
                 static_cast<std::size_t>(most));
  }
  BOOST_TEST(time_ticks(from, from, 5, Language::en).empty());
  BOOST_TEST(time_ticks(from, from - 1, 5, Language::en).empty());
}

BOOST_AUTO_TEST_SUITE_END()
