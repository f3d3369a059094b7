#include "common/limits/limits.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <ostream>

namespace clearwell::limits {
std::ostream& operator<<(std::ostream& out, Verdict verdict) {
  return out << to_string(verdict);
}
}  // namespace clearwell::limits

namespace {

using namespace clearwell::limits;
namespace bdata = boost::unit_test::data;

struct Case {
  const char* name;
  std::optional<double> min;
  std::optional<double> max;
  MeasuredValue measured;
  Verdict expected;
  bool counted = false;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

constexpr auto kEqual = Qualifier::equal;
constexpr auto kBelow = Qualifier::below;
constexpr auto kAbove = Qualifier::above;
constexpr auto kNone = std::nullopt;

const Case kCases[] = {
    {"value under a maximum", kNone, 3.0, {0.21, kEqual}, Verdict::within},
    {"value at a maximum", kNone, 3.0, {3.0, kEqual}, Verdict::within},
    {"value over a maximum", kNone, 3.0, {3.01, kEqual}, Verdict::beyond},
    {"value at a minimum", 0.2, kNone, {0.2, kEqual}, Verdict::within},
    {"value under a minimum", 0.2, kNone, {0.19, kEqual}, Verdict::beyond},
    {"range: under its low end", 6.5, 8.5, {6.4, kEqual}, Verdict::beyond},
    {"range: at its low end", 6.5, 8.5, {6.5, kEqual}, Verdict::within},
    {"range: at its high end", 6.5, 8.5, {8.5, kEqual}, Verdict::within},
    {"range: over its high end", 6.5, 8.5, {8.6, kEqual}, Verdict::beyond},
    {"detection limit over the maximum", kNone, 0.005, {0.01, kBelow}, Verdict::cannot_be_judged},
    {"detection limit under the maximum", kNone, 0.005, {0.001, kBelow}, Verdict::within},
    {"detection limit at the maximum", kNone, 0.005, {0.005, kBelow}, Verdict::within},
    {"non-detect against a minimum above it", 0.2, kNone, {0.05, kBelow}, Verdict::beyond},
    {"non-detect against a minimum at it", 0.2, kNone, {0.2, kBelow}, Verdict::beyond},
    {"non-detect against a minimum below it", 0.2, kNone, {0.3, kBelow}, Verdict::cannot_be_judged},
    {"non-detect against a range above it", 6.5, 8.5, {4.0, kBelow}, Verdict::beyond},
    {"non-detect inside a range", 6.5, 8.5, {7.0, kBelow}, Verdict::cannot_be_judged},
    {"more than can be counted, over the maximum", kNone, 3.0, {200, kAbove}, Verdict::beyond},
    {"more than the maximum itself", kNone, 3.0, {3.0, kAbove}, Verdict::beyond},
    {"more than something under the maximum", kNone, 3.0, {2.0, kAbove}, Verdict::cannot_be_judged},
    {"more than a minimum", 0.2, kNone, {0.2, kAbove}, Verdict::within},
    {"more than something in a range", 6.5, 8.5, {7.0, kAbove}, Verdict::cannot_be_judged},
    {"fewer than one organism is none", kNone, 0.0, {1, kBelow}, Verdict::within, true},
    {"fewer than two organisms may be one", kNone, 0.0, {2, kBelow}, Verdict::cannot_be_judged, true},
    {"fewer than 1.8 organisms may be one", kNone, 0.0, {1.8, kBelow}, Verdict::cannot_be_judged, true},
    {"fewer than four organisms are at most three", kNone, 3.0, {4, kBelow}, Verdict::within, true},
    {"more than two organisms are at least three", kNone, 3.0, {2, kAbove}, Verdict::cannot_be_judged, true},
    {"more than three organisms are at least four", kNone, 3.0, {3, kAbove}, Verdict::beyond, true},
    {"one organism", kNone, 0.0, {1, kEqual}, Verdict::beyond, true},
    {"not a number", kNone, 3.0, {NAN, kEqual}, Verdict::cannot_be_judged},
    {"infinite", kNone, 3.0, {INFINITY, kEqual}, Verdict::cannot_be_judged},
};

Limit limit_of(const Case& c) {
  Limit limit;
  limit.min = c.min;
  limit.max = c.max;
  limit.counted = c.counted;
  limit.confirmed = true;
  return limit;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limits)

BOOST_DATA_TEST_CASE(a_verdict_needs_every_possible_value_to_agree, bdata::make(kCases), c) {
  BOOST_TEST(judge(c.measured, limit_of(c)) == c.expected);
}

BOOST_DATA_TEST_CASE(an_unconfirmed_limit_judges_nothing, bdata::make(kCases), c) {
  Limit limit = limit_of(c);
  limit.confirmed = false;
  BOOST_TEST(judge(c.measured, limit) == Verdict::cannot_be_judged);
}

BOOST_AUTO_TEST_CASE(argentina_judges_arsenic_by_a_confirmed_text) {
  const auto found = limits_of("AR", "arsenic");
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(found[0].instrument == "CAA");
  BOOST_TEST(found[0].article == "art. 982");
  BOOST_TEST(found[0].unit == "mg/L");
  BOOST_TEST(!found[0].min);
  BOOST_TEST(*found[0].max == 0.01);
  BOOST_TEST(judge({0.048, kEqual}, found[0]) == Verdict::beyond);  // a real sheet calls this water potable
}

BOOST_AUTO_TEST_CASE(what_only_secondary_documents_say_is_shown_and_judges_nothing) {
  for (const char* parameter : {"free_chlorine", "nitrite", "lead", "manganese"}) {
    const auto found = limits_of("AR", parameter);
    BOOST_REQUIRE(found.size() == 1);
    BOOST_TEST(!found[0].confirmed);
    BOOST_TEST(judge({1000, kEqual}, found[0]) == Verdict::cannot_be_judged);
  }
}

BOOST_AUTO_TEST_CASE(a_jurisdiction_may_set_several_limits_for_one_parameter) {
  const auto found = limits_of("US", "turbidity");
  BOOST_REQUIRE(found.size() == 2);
  BOOST_TEST(*found[0].max == 0.3);
  BOOST_TEST(to_string(found[0].compliance) == "monthly_share");
  BOOST_TEST(*found[1].max == 1);
  BOOST_TEST(to_string(found[1].compliance) == "each_sample");
}

BOOST_AUTO_TEST_CASE(of_several_limits_the_strictest_answer_is_the_law_s) {
  const auto judged = [](MeasuredValue measured) {
    return judge_by_law(measured, "NTU", "US", "turbidity", "2025-03-01").value();
  };
  BOOST_TEST(judged({0.3, kEqual}) == Verdict::within);
  BOOST_TEST(judged({0.4, kEqual}) == Verdict::beyond);
  BOOST_TEST(judged({0.2, kBelow}) == Verdict::within);
  BOOST_TEST(judged({0.5, kBelow}) == Verdict::cannot_be_judged);  // below 1, but perhaps above 0.3
  BOOST_TEST(judged({2, kAbove}) == Verdict::beyond);
}

BOOST_AUTO_TEST_CASE(the_law_of_the_day_judges_by_texts_that_were_read) {
  const auto judged = [](double value, const char* unit, const char* parameter, const char* day = "2025-03-01") {
    return judge_by_law({value, kEqual}, unit, "AR", parameter, day);
  };
  BOOST_TEST(judged(0.048, "mg/L", "arsenic").value() == Verdict::beyond);
  BOOST_TEST(judged(48, "µg/L", "arsenic").value() == Verdict::beyond);
  BOOST_TEST(judged(0.048, "furlong", "arsenic").value() == Verdict::cannot_be_judged);
  BOOST_TEST(judged(0.048, "mg/L", "arsenic", "").value() == Verdict::cannot_be_judged);
  BOOST_TEST(judged(0.01, "mg/L", "lead").value() == Verdict::cannot_be_judged);
  BOOST_TEST(!judged(400, "µS/cm", "conductivity"));
  BOOST_TEST(!judged(400, "µS/cm", "conductivity", ""));
  BOOST_TEST(!judge_by_law({7, kEqual}, "", "XX", "ph", "2025-03-01"));
}

BOOST_AUTO_TEST_CASE(nothing_is_set_where_the_law_is_silent_or_unknown) {
  BOOST_TEST(limits_of("AR", "conductivity").empty());
  BOOST_TEST(limits_of("AR", "trihalomethanes").empty());  // nobody has read the text
  BOOST_TEST(limits_of("XX", "ph").empty());
  BOOST_TEST(limits_of("AR", "").empty());
}

BOOST_AUTO_TEST_CASE(parameters_and_jurisdictions_are_found_by_code) {
  BOOST_REQUIRE(find_parameter("trihalomethanes"));
  BOOST_TEST(find_parameter("trihalomethanes")->unit == "µg/L");
  BOOST_TEST(find_parameter("trihalomethanes")->title.es == "Trihalometanos");
  BOOST_TEST(find_parameter("e_coli")->counted);
  BOOST_TEST(!find_parameter("E_COLI"));
  BOOST_REQUIRE(find_jurisdiction("AR"));
  BOOST_TEST(find_jurisdiction("EU")->title.es == "Unión Europea");
  BOOST_TEST(!find_jurisdiction("ar"));
}

BOOST_AUTO_TEST_CASE(every_limit_is_in_its_parameters_unit) {
  std::size_t n_limits = 0;
  for (const Jurisdiction& jurisdiction : jurisdictions())
    for (const Parameter& parameter : parameters())
      for (const Limit& limit : limits_of(jurisdiction.code, parameter.code)) {
        BOOST_TEST(limit.unit == parameter.unit);
        BOOST_TEST(limit.counted == parameter.counted);
        ++n_limits;
      }
  BOOST_TEST(n_limits > 60U);
}

BOOST_AUTO_TEST_CASE(qualifiers_have_texts_and_back) {
  for (const Qualifier qualifier : {kEqual, kBelow, kAbove})
    BOOST_TEST((parse_qualifier(to_string(qualifier)) == qualifier));
  BOOST_TEST(!parse_qualifier("<="));
}

BOOST_AUTO_TEST_SUITE_END()
