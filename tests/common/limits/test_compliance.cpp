#include "common/limits/compliance.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace clearwell::limits {
std::ostream& operator<<(std::ostream& out, Compliance compliance) {
  return out << to_string(compliance);
}
std::ostream& operator<<(std::ostream& out, Doubt doubt) {
  return out << (doubt == Doubt::none ? "no doubt" : to_string(doubt));
}
}  // namespace clearwell::limits

namespace {

using namespace clearwell::limits;
namespace bdata = boost::unit_test::data;

constexpr auto kKept = Compliance::kept;
constexpr auto kViolated = Compliance::violated;
constexpr auto kUnjudged = Compliance::cannot_be_judged;

/// `2024-02 0.3, 2024-05 <0.1 @tap, 2024-08 ?`: month or day, value with qualifier or ?, place.
std::vector<DatedResult> results_of(const std::string& text) {
  std::vector<DatedResult> results;
  std::istringstream items(text);
  for (std::string item; std::getline(items, item, ',');) {
    std::istringstream words(item);
    std::string day;
    std::string value;
    std::string place;
    words >> day >> value >> place;
    if (day.size() == 7) day += "-15";
    DatedResult result{day, place.empty() ? "" : place.substr(1), std::nullopt};
    const auto qualifier = value[0] == '<' ? Qualifier::below : value[0] == '>' ? Qualifier::above : Qualifier::equal;
    if (value != "?")
      result.measured = MeasuredValue{std::stod(value.substr(qualifier == Qualifier::equal ? 0 : 1)), qualifier};
    results.push_back(result);
  }
  return results;
}

/// `n` results of the month, of which the first `n_beyond` have the value `beyond`.
std::vector<DatedResult> month_of(int n, int n_beyond, MeasuredValue beyond, MeasuredValue within) {
  std::vector<DatedResult> results;
  for (int i = 0; i < n; ++i)
    results.push_back({"2024-06-" + std::string(i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1), "",
                       i < n_beyond ? beyond : within});
  return results;
}

Limit the_limit(const char* jurisdiction, const char* parameter, ComplianceRule rule) {
  const auto limits = limits_of(jurisdiction, parameter);
  const auto found =
      std::find_if(limits.begin(), limits.end(), [rule](const Limit& limit) { return limit.compliance == rule; });
  BOOST_REQUIRE(found != limits.end());
  return *found;
}

std::string first_of_quarter(int quarter) {
  constexpr const char* kDays[] = {"2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"};
  return kDays[quarter];
}

Judgement only(const std::vector<Judgement>& judgements) {
  BOOST_REQUIRE_EQUAL(judgements.size(), 1U);
  return judgements[0];
}

struct Case {
  const char* name;
  const char* parameter;  // in the law of the United States
  ComplianceRule rule;
  const char* results;
  const char* from;
  const char* to;
  Compliance compliance;
  Doubt doubt;
  int exceedances;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

constexpr auto kAverage = ComplianceRule::annual_average;
constexpr auto kLocational = ComplianceRule::locational_annual_average;
constexpr auto kPercentile = ComplianceRule::percentile_90;
constexpr auto kEach = ComplianceRule::each_sample;

// 2024 with its last quarter's end, or its first half; today is in 2025.
const Case kCases[] = {
    {"one quarter above 80 µg/L, the year below", "trihalomethanes", kLocational,
     "2024-02 60, 2024-05 100, 2024-08 70, 2024-11 80", "2024-10-01", "2025-01-01", kKept, Doubt::none, 1},
    {"the year above 80 µg/L", "trihalomethanes", kLocational, "2024-02 60, 2024-05 100, 2024-08 90, 2024-11 82",
     "2024-10-01", "2025-01-01", kViolated, Doubt::none, 3},
    {"the mean is the limit itself", "trihalomethanes", kLocational, "2024-02 60, 2024-05 100, 2024-08 79, 2024-11 81",
     "2024-10-01", "2025-01-01", kKept, Doubt::none, 2},
    {"a quarter without a sample", "trihalomethanes", kLocational, "2024-02 60, 2024-05 100, 2024-05 90, 2024-11 82",
     "2024-10-01", "2025-01-01", kUnjudged, Doubt::missing_quarter, 3},
    {"another year's samples do not count", "trihalomethanes", kLocational,
     "2023-12-31 900, 2024-01-01 60, 2024-05 60, 2024-08 60, 2024-12-31 60, 2025-01-01 900", "2024-10-01", "2025-01-01",
     kKept, Doubt::none, 0},
    {"an average that rounding alone puts above its limit", "arsenic", kAverage,
     "2024-02 0.01, 2024-05 0.01, 2024-08 0.01, 2024-11 0.01, 2024-11 0.01, 2024-12 0.01", "2024-10-01", "2025-01-01",
     kKept, Doubt::none, 0},
    {"non-detects that cannot lift the mean", "arsenic", kAverage,
     "2024-02 <0.005, 2024-05 <0.005, 2024-08 0.012, 2024-11 <0.005", "2024-10-01", "2025-01-01", kKept, Doubt::none,
     1},
    {"non-detects that may lift the mean", "arsenic", kAverage,
     "2024-02 <0.02, 2024-05 0.009, 2024-08 0.012, 2024-11 <0.005", "2024-10-01", "2025-01-01", kUnjudged,
     Doubt::undetermined, 1},
    {"the mean is above whatever the non-detects are", "arsenic", kAverage,
     "2024-02 <0.02, 2024-05 0.019, 2024-08 0.022, 2024-11 <0.005", "2024-10-01", "2025-01-01", kViolated, Doubt::none,
     2},
    {"a result that nobody can read", "arsenic", kAverage, "2024-02 ?, 2024-05 0.001, 2024-08 0.001, 2024-11 0.001",
     "2024-10-01", "2025-01-01", kUnjudged, Doubt::undetermined, 0},
    {"exactly the limit, and more than zero of it", "arsenic", kAverage,
     "2024-02 >0.01, 2024-05 0.01, 2024-08 0.01, 2024-11 0.01", "2024-10-01", "2025-01-01", kViolated, Doubt::none, 1},
    {"a year that is not over", "arsenic", kAverage, "2024-11 1, 2025-02 1, 2025-05 1, 2025-08 1", "2025-07-01",
     "2025-10-01", kUnjudged, Doubt::period_not_over, 4},
    {"no result", "arsenic", kAverage, "", "2024-10-01", "2025-01-01", kUnjudged, Doubt::no_results, 0},
    {"the highest of ten may be beyond", "lead", kPercentile,
     "2024-01 0.03, 2024-01 0.015, 2024-02 0.001, 2024-02 0.001, 2024-03 0.001, 2024-03 0.001, 2024-04 0.001, "
     "2024-04 0.001, 2024-05 0.001, 2024-06 0.001",
     "2024-01-01", "2024-07-01", kKept, Doubt::none, 1},
    {"the second highest of ten may not", "lead", kPercentile,
     "2024-01 0.03, 2024-01 0.0151, 2024-02 0.001, 2024-02 0.001, 2024-03 0.001, 2024-03 0.001, 2024-04 0.001, "
     "2024-04 0.001, 2024-05 0.001, 2024-06 0.001",
     "2024-01-01", "2024-07-01", kViolated, Doubt::none, 2},
    {"of five the mean of the highest two, at the limit", "lead", kPercentile,
     "2024-01 0.02, 2024-01 0.010, 2024-02 0.001, 2024-02 0.001, 2024-03 0.001", "2024-01-01", "2024-07-01", kKept,
     Doubt::none, 1},
    {"of five the mean of the highest two, above it", "lead", kPercentile,
     "2024-01 0.02, 2024-01 0.0101, 2024-02 0.001, 2024-02 0.001, 2024-03 0.001", "2024-01-01", "2024-07-01", kViolated,
     Doubt::none, 1},
    {"of fewer than five the highest", "lead", kPercentile, "2024-01 0.016, 2024-01 0.001, 2024-02 0.001", "2024-01-01",
     "2024-07-01", kViolated, Doubt::none, 1},
    {"a detection limit above the action level, outnumbered", "lead", kPercentile,
     "2024-01 <0.05, 2024-01 0.010, 2024-02 0.001, 2024-02 0.001, 2024-03 0.001, 2024-03 0.001, 2024-04 0.001, "
     "2024-04 0.001, 2024-05 0.001, 2024-06 0.001",
     "2024-01-01", "2024-07-01", kKept, Doubt::none, 0},
    {"a detection limit above the action level that decides", "lead", kPercentile,
     "2024-01 <0.05, 2024-01 0.020, 2024-02 0.001, 2024-02 0.001, 2024-03 0.001, 2024-03 0.001, 2024-04 0.001, "
     "2024-04 0.001, 2024-05 0.001, 2024-06 0.001",
     "2024-01-01", "2024-07-01", kUnjudged, Doubt::undetermined, 1},
    {"one sample beyond a maximum", "nitrate", kEach, "2024-01 20, 2024-07 44.3, 2024-09 20", "2024-01-01",
     "2025-01-01", kViolated, Doubt::none, 1},
    {"no sample beyond a maximum", "nitrate", kEach, "2024-01 20, 2024-07 44.2, 2024-09 <1", "2024-01-01", "2025-01-01",
     kKept, Doubt::none, 0},
    {"one sample is perhaps beyond a maximum", "nitrate", kEach, "2024-01 20, 2024-07 <60, 2024-09 <1", "2024-01-01",
     "2025-01-01", kUnjudged, Doubt::undetermined, 0},
    {"a maximum is broken at once", "nitrate", kEach, "2025-01 60", "2025-01-01", "2025-02-01", kViolated, Doubt::none,
     1},
};

constexpr const char* kToday = "2025-03-10";

struct ShareCase {
  const char* parameter;
  int n;
  int beyond;
  Compliance compliance;
};
std::ostream& operator<<(std::ostream& out, const ShareCase& c) {
  return out << c.beyond << " of " << c.n << " samples of " << c.parameter;
}

// 40 CFR 141: turbidity at most 0.3 NTU in 95 % of a month's samples; coliforms in more than 5.0 % of them, of fewer
// than 40 samples in more than one.
const ShareCase kShares[] = {
    {"turbidity", 180, 9, kKept},       {"turbidity", 180, 10, kViolated},
    {"turbidity", 1, 0, kKept},         {"turbidity", 1, 1, kViolated},
    {"turbidity", 19, 1, kViolated},    {"turbidity", 20, 1, kKept},
    {"total_coliforms", 1, 1, kKept},   {"total_coliforms", 5, 2, kViolated},
    {"total_coliforms", 39, 1, kKept},  {"total_coliforms", 39, 2, kViolated},
    {"total_coliforms", 40, 2, kKept},  {"total_coliforms", 40, 3, kViolated},
    {"total_coliforms", 100, 5, kKept}, {"total_coliforms", 100, 6, kViolated},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(compliance)

BOOST_DATA_TEST_CASE(the_rule_makes_the_violation_not_the_exceedance, bdata::make(kCases), c) {
  const Limit limit = the_limit("US", c.parameter, c.rule);
  const Judgement judged = only(judge_compliance(limit, results_of(c.results), c.from, c.to, kToday));
  BOOST_TEST(judged.compliance == c.compliance);
  BOOST_TEST(judged.doubt == c.doubt);
  BOOST_TEST(judged.exceedances == c.exceedances);
}

BOOST_DATA_TEST_CASE(a_share_of_a_month_is_counted_in_whole_samples, bdata::make(kShares), c) {
  const Limit limit = the_limit("US", c.parameter, ComplianceRule::monthly_share);
  const auto results = month_of(c.n, c.beyond, {1, Qualifier::equal}, {0, Qualifier::equal});
  const Judgement judged = only(judge_compliance(limit, results, "2024-06-01", "2024-07-01", kToday));
  BOOST_TEST(judged.results == c.n);
  BOOST_TEST(judged.compliance == c.compliance);
  BOOST_TEST(judged.figure->low == 100.0 * c.beyond / c.n);
  const auto doubtful = month_of(c.n, c.beyond, {2, Qualifier::below}, {0, Qualifier::equal});
  BOOST_TEST(only(judge_compliance(limit, doubtful, "2024-06-01", "2024-07-01", kToday)).compliance ==
             (c.compliance == kKept ? kKept : kUnjudged));
}

BOOST_AUTO_TEST_CASE(an_average_of_places_is_judged_at_each_of_them) {
  const Limit limit = the_limit("US", "trihalomethanes", kLocational);
  const auto results = results_of(
      "2024-02 60 @mill, 2024-05 60 @mill, 2024-08 60 @mill, 2024-11 60 @mill,"
      "2024-02 90 @hill, 2024-05 90 @hill, 2024-08 90 @hill, 2024-11 90 @hill");
  const auto judged = judge_compliance(limit, results, "2024-10-01", "2025-01-01", kToday);
  BOOST_REQUIRE_EQUAL(judged.size(), 2U);
  BOOST_TEST(judged[0].place == "hill");
  BOOST_TEST(judged[0].compliance == kViolated);
  BOOST_TEST(judged[0].figure->low == 90);
  BOOST_TEST(judged[1].place == "mill");
  BOOST_TEST(judged[1].compliance == kKept);
  // Of all the plant at once, nobody would see it.
  Limit together = limit;
  together.compliance = kAverage;
  BOOST_TEST(only(judge_compliance(together, results, "2024-10-01", "2025-01-01", kToday)).compliance == kKept);
}

BOOST_AUTO_TEST_CASE(periods_are_those_that_end_in_the_range_or_go_on_there) {
  const auto periods = [](const char* parameter, ComplianceRule rule) {
    std::string text;
    for (const Judgement& judged : judge_compliance(the_limit("US", parameter, rule), results_of("2024-05 0"),
                                                    "2024-05-20", "2024-08-01", kToday))
      text += judged.from + " " + judged.to + "; ";
    return text;
  };
  BOOST_TEST(periods("nitrate", kEach) == "2024-01-01 2025-01-01; ");
  BOOST_TEST(periods("arsenic", kAverage) == "2023-07-01 2024-07-01; 2023-10-01 2024-10-01; ");
  BOOST_TEST(periods("lead", kPercentile) == "2024-01-01 2024-07-01; 2024-07-01 2025-01-01; ");
  BOOST_TEST(periods("turbidity", ComplianceRule::monthly_share) ==
             "2024-05-01 2024-06-01; 2024-06-01 2024-07-01; 2024-07-01 2024-08-01; ");
}

BOOST_AUTO_TEST_CASE(a_limit_judges_what_was_sampled_while_it_was_in_force) {
  Limit limit = the_limit("US", "nitrate", kEach);
  limit.valid_from = "2024-06-01";
  limit.valid_to = "2025-02-01";
  const auto results = results_of("2024-05-31 60, 2024-06-01 20, 2025-02-01 20, 2025-02-02 60");
  const auto judged = judge_compliance(limit, results, "2020-01-01", "2030-01-01", "2031-01-01");
  BOOST_REQUIRE_EQUAL(judged.size(), 2U);
  for (const Judgement& year : judged) {
    BOOST_TEST(year.results == 1);
    BOOST_TEST(year.compliance == kKept);
  }
}

BOOST_AUTO_TEST_CASE(a_limit_that_nobody_has_read_makes_no_violation) {
  Limit limit = the_limit("US", "nitrate", kEach);
  limit.confirmed = false;
  const Judgement judged = only(judge_compliance(limit, results_of("2024-05 60"), "2024-01-01", "2025-01-01", kToday));
  BOOST_TEST(judged.exceedances == 1);
  BOOST_TEST(judged.compliance == kUnjudged);
  BOOST_TEST(judged.doubt == Doubt::unconfirmed);
}

// Whatever the values behind the qualifiers are, they give the verdict that was given; and where none was given, some
// of them say the one and some the other.
BOOST_AUTO_TEST_CASE(a_judgement_needs_every_possible_value_to_agree) {
  std::mt19937 random(5);
  const auto draw = [&random](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  int seen[3] = {};
  for (int round = 0; round < 3000; ++round) {
    Limit limit = the_limit("US", "arsenic", kAverage);
    constexpr ComplianceRule kRules[] = {kAverage, kPercentile, kEach, ComplianceRule::monthly_share};
    limit.compliance = kRules[draw(4)];
    limit.percent_of_samples = 60;
    limit.max = 0.01;
    std::vector<DatedResult> results;
    const int n = 4 + draw(9);
    const bool by_quarters = limit.compliance == kAverage;
    for (int i = 0; i < n; ++i) {
      const int kind = draw(8);
      const auto qualifier = kind == 0 ? Qualifier::above : kind < 4 ? Qualifier::below : Qualifier::equal;
      results.push_back(
          {by_quarters ? first_of_quarter(i % 4) : "2024-06-10", "", MeasuredValue{0.001 * (1 + draw(20)), qualifier}});
    }
    const char* const from = by_quarters ? "2024-10-01" : "2024-06-01";
    const char* const to = by_quarters ? "2025-01-01" : "2024-07-01";
    const auto judge = [&](const std::vector<DatedResult>& these) {
      return only(judge_compliance(limit, these, from, to, kToday)).compliance;
    };
    const Compliance given = judge(results);
    ++seen[static_cast<int>(given)];
    bool kept = false;
    bool violated = false;
    for (int try_ = 0; try_ < 12; ++try_) {
      std::vector<DatedResult> exact = results;
      for (DatedResult& result : exact) {
        MeasuredValue& measured = *result.measured;
        const double share = try_ == 0 ? 0 : try_ == 1 ? 1 : draw(1001) / 1000.0;
        // `< x` is 0 to just below x, `> x` just above x to a great deal.
        if (measured.qualifier == Qualifier::below) measured.value *= share * (1 - 1e-9);
        if (measured.qualifier == Qualifier::above) measured.value = measured.value * (1 + 1e-9) + share * 10;
        measured.qualifier = Qualifier::equal;
      }
      const Compliance truly = judge(exact);
      BOOST_REQUIRE(truly != kUnjudged);
      if (given != kUnjudged) BOOST_REQUIRE_EQUAL(truly, given);
      kept = kept || truly == kKept;
      violated = violated || truly == kViolated;
    }
    if (given == kUnjudged) BOOST_REQUIRE(kept && violated);
  }
  for (const int n : seen)
    BOOST_TEST(n > 200);
}

BOOST_AUTO_TEST_SUITE_END()
