#include "common/limits/sampling_duties.hpp"

#include "common/limits/limits.hpp"
#include "tests/text_fault.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace clearwell::limits;
namespace bdata = boost::unit_test::data;

constexpr const char* kDuties = R"({"format_version": 1, "duties": [
  {"jurisdiction": "AR", "instrument": "a law", "article": "art. 1", "parameters": ["ph", "lead"], "period": "month",
   "confirmed": true, "by_population": [{"from": 10, "to": 99, "samples": 2},
                                        {"from": 100, "samples": 4, "more": 3, "for_each": 50}]}]})";

const clearwell::tests::TextFault kFaults[] = {
    {"]}]}", "]}]", "", "sampling_duties.json: the text is not JSON"},
    {R"("AR")", R"("XX")", "duties[0].jurisdiction", "sampling_duties.json: \"XX\" is not among the jurisdictions"},
    {R"("lead")", R"("leed")", "duties[0].parameters", "sampling_duties.json: \"leed\" is not among the parameters"},
    {R"("month")", R"("week")", "duties[0].period",
     "sampling_duties.json: \"week\" is not known (accepted: month, year)"},
    {R"("samples": 2)", R"("samples": 0)", "duties[0].by_population[0].samples",
     "sampling_duties.json: 0 is not a number from 1.0 to 1000000.0"},
    {R"("samples": 2)", R"("samples": 2.5)", "duties[0].by_population[0].samples",
     "sampling_duties.json: 2.5 is not whole"},
    {R"("from": 100)", R"("from": 99)", "duties[0].by_population[1]",
     "sampling_duties.json: begins before the band above it ends"},
    {R"(, "for_each": 50)", "", "duties[0].by_population[1].for_each", "sampling_duties.json: the key is missing"},
    {R"("confirmed": true,)", "", "duties[0].confirmed", "sampling_duties.json: the key is missing"},
    {R"("period")", R"("each")", "duties[0].each",
     "sampling_duties.json: the key \"each\" is not known (accepted: jurisdiction, instrument, article, parameters, "
     "period, valid_from, valid_to, confirmed, by_population)"},
    {R"("confirmed": true)", R"("valid_to": "soon", "confirmed": true)", "duties[0].valid_to",
     "sampling_duties.json: \"soon\" is no date (accepted: YYYY-MM-DD)"},
    {R"("confirmed": true)", R"("valid_from": "2026-01-02", "valid_to": "2026-01-01", "confirmed": true)", "duties[0]",
     "sampling_duties.json: is in force until a day before its first"},
    {R"(["ph", "lead"])", R"(["ph", "ph"])", "duties[0].valid_from",
     "sampling_duties.json: the duty above it is still in force"},
};

struct Required {
  const char* jurisdiction;
  const char* parameter;
  std::int64_t people;
  std::optional<std::int64_t> samples;
};
std::ostream& operator<<(std::ostream& out, const Required& required) {
  return out << required.jurisdiction << ' ' << required.parameter << ' ' << required.people;
}

// Both ends of a band belong to it; of the volume of a begun 1,000 m³ the whole counts, 200 litres a day and person.
const Required kRequired[] = {
    {"US", "total_coliforms", 24, std::nullopt},
    {"US", "total_coliforms", 25, 1},
    {"US", "total_coliforms", 1000, 1},
    {"US", "total_coliforms", 1001, 2},
    {"US", "total_coliforms", 33001, 40},
    {"US", "total_coliforms", 130000, 100},
    {"US", "total_coliforms", 5000000, 480},
    {"EU", "e_coli", 500, std::nullopt},
    {"EU", "e_coli", 501, 4},
    {"EU", "turbidity", 5000, 4},
    {"EU", "turbidity", 5001, 10},
    {"EU", "ph", 50000, 34},
    {"EU", "ph", 50001, 37},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(sampling_duties_file)

BOOST_AUTO_TEST_CASE(a_duty_is_read_for_each_of_its_parameters) {
  const auto duties = parse_sampling_duties(kDuties);
  BOOST_REQUIRE(duties);
  SamplingDuty expected{
      "AR",
      "a law",
      "art. 1",
      "ph",
      SamplingPeriod::month,
      "",
      "",
      true,
      {{.from = 10, .to = 99, .samples = 2}, {.from = 100, .to = {}, .samples = 4, .more = 3, .for_each = 50}}};
  BOOST_REQUIRE(duties->size() == 2U);
  BOOST_CHECK(duties->front() == expected);
  expected.parameter = "lead";
  BOOST_CHECK(duties->back() == expected);
}

BOOST_DATA_TEST_CASE(a_fault_is_named_with_its_place, bdata::make(kFaults), fault) {
  const auto duties = parse_sampling_duties(fault.in(kDuties));
  BOOST_REQUIRE(!duties);
  BOOST_TEST(duties.error().field == fault.field);
  BOOST_TEST(duties.error().message == fault.message);
}

BOOST_DATA_TEST_CASE(a_law_wants_so_many_samples_of_so_many_people, bdata::make(kRequired), required) {
  const auto duties = find_sampling_duties(required.jurisdiction, required.parameter);
  BOOST_REQUIRE(!duties.empty());
  BOOST_CHECK(required_samples(*duties.front(), required.people) == required.samples);
}

BOOST_AUTO_TEST_CASE(one_law_ends_where_the_next_begins_and_one_that_nobody_has_read_says_so) {
  const auto duties = find_sampling_duties("US", "total_coliforms");
  BOOST_REQUIRE(duties.size() == 2U);
  BOOST_TEST(duties[0]->valid_to == "2016-03-31");
  BOOST_TEST(duties[0]->confirmed);
  BOOST_TEST(duties[1]->valid_from == "2016-04-01");
  BOOST_TEST(!duties[1]->confirmed);
}

BOOST_AUTO_TEST_CASE(where_nobody_has_found_a_number_there_is_none) {
  BOOST_TEST(find_sampling_duties("AR", "arsenic").empty());
  BOOST_TEST(find_sampling_duties("US", "arsenic").empty());
  BOOST_TEST(find_sampling_duties("EU", "arsenic").empty());
}

BOOST_AUTO_TEST_SUITE_END()
