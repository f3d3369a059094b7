#include "tests/web/api_answers.hpp"
#include "web/state/api_json.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using namespace clearwell::state;

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api_json)

BOOST_AUTO_TEST_CASE(plants_are_read) {
  const auto plants = parse_plants(test::kPlants);
  BOOST_REQUIRE(plants);
  BOOST_REQUIRE(plants->size() == 2U);
  const Plant& north = plants.value()[0];
  BOOST_TEST(north.name == "North Plant");
  BOOST_TEST(north.simulated);
  BOOST_TEST(north.population_served.value() == 41'000);
  BOOST_TEST(north.last_sample_at.value() == 1'773'302'400);
  BOOST_TEST(!plants.value()[1].last_sample_at.has_value());
  BOOST_TEST(!plants.value()[1].population_served.has_value());
}

BOOST_AUTO_TEST_CASE(results_are_read) {
  const auto results = parse_plant_results(test::kNorth);
  BOOST_REQUIRE(results);
  BOOST_REQUIRE(results->parameters.size() == 4U);
  const Parameter& turbidity = results->parameters[1];
  BOOST_TEST(turbidity.title.es == "Turbidez");
  BOOST_TEST(turbidity.limits[0].max.value() == 3);
  BOOST_TEST(!turbidity.limits[0].min.has_value());
  BOOST_TEST((turbidity.latest->verdict == Verdict::within));
  BOOST_TEST(results->parameters[2].latest->text == "<0.01");
  BOOST_TEST(!results->parameters[3].latest.has_value());
}

BOOST_AUTO_TEST_CASE(history_is_divided_by_source) {
  const auto history = parse_history(test::kTurbidityHistory);
  BOOST_REQUIRE(history);
  BOOST_TEST(history->instrument.size() == 5U);
  BOOST_TEST(history->laboratory.size() == 2U);
  BOOST_TEST(history->laboratory[1].non_detects == 1);
  BOOST_TEST(history->instrument[1].max == 0.5);
}

BOOST_AUTO_TEST_CASE(models_are_read) {
  const auto models = parse_models(test::models_answer());
  BOOST_REQUIRE(models);
  const ModelVersion& version = models->front();
  BOOST_TEST(version.version == 2);
  BOOST_TEST(version.parity_rows == 16U);
  BOOST_TEST(version.metrics[0].name == "roc_auc");
  BOOST_TEST(version.metrics[0].sd == 0.02);
}

BOOST_AUTO_TEST_CASE(keys_of_a_newer_server_are_ignored) {
  BOOST_TEST(static_cast<bool>(parse_plants(replaced(test::kPlants, "\"id\"", "\"new\":[1],\"id\""))));
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_refused) {
  for (const char* text : {"", "<html>", "{\"plants\":", "\xff\xfe"})
    BOOST_TEST(parse_plants(text).error().message == "the answer is not JSON");
}

const char* const kReplaced[] = {"\"North Plant\"",          "true",         "41000", "41000",
                                 "\"2026-03-12T08:00:00Z\"", "{\"plants\":["};
const char* const kReplacement[] = {"7", "\"yes\"", "-1", "4.5", "\"yesterday\"", "{\"plant\":["};
const char* const kMessage[] = {"plants[0].name: 7 is not a text",
                                "plants[0].simulated: \"yes\" is not true or false",
                                "plants[0].population_served: -1 is not a whole number from 0 to 2000000000",
                                "plants[0].population_served: 4.5 is not a whole number from 0 to 2000000000",
                                "plants[0].last_sample_at: \"yesterday\" is not a time such as 2026-03-12T08:00:00Z",
                                "plants is missing"};

BOOST_DATA_TEST_CASE(a_broken_plant_is_named, bdata::make(kReplaced) ^ kReplacement ^ kMessage, what, with, message) {
  const auto plants = parse_plants(replaced(test::kPlants, what, with));
  BOOST_REQUIRE(!plants);
  BOOST_TEST(plants.error().message == message);
}

BOOST_AUTO_TEST_CASE(an_unknown_verdict_or_source_is_named) {
  const auto results = parse_plant_results(replaced(test::kNorth, "\"within\"", "\"fine\""));
  BOOST_TEST(results.error().message ==
             "parameters[1].latest.verdict: \"fine\" is not within, beyond, cannot_be_judged or no_limit");
  const auto history =
      parse_history(replaced(test::kTurbidityHistory, "\"source\":\"instrument\"", "\"source\":\"model\""));
  BOOST_TEST(history.error().message == "buckets[0].source: \"model\" is not laboratory or instrument");
}

BOOST_AUTO_TEST_CASE(a_value_of_the_wrong_kind_never_stops_the_program) {
  for (const char* text :
       {"[]", "7", "null", "{\"plants\":7}", "{\"plants\":[7]}", "{\"plants\":[null]}", "{\"plants\":{}}"}) {
    BOOST_TEST_CONTEXT(text) BOOST_TEST(!parse_plants(text));
  }
  for (const char* text : {"[]", "{}", "{\"models\":[[]]}", "{\"models\":[{\"parity\":7}]}"})
    BOOST_TEST_CONTEXT(text) BOOST_TEST(!parse_models(text));
}

BOOST_AUTO_TEST_CASE(months_of_a_history_are_read) {
  const auto months = parse_history_months(
      R"({"tiles":[{"month":"2024-02","sha256":"ab","url":"/v1/history/tiles/ab.tile","bytes":7}],)"
      R"("months_without_tile":["2024-12"],"open_month":"2025-01"})");
  BOOST_REQUIRE(months);
  const HistoryMonth february{1'706'745'600, 1'709'251'200, "/v1/history/tiles/ab.tile"};  // of a leap year
  const HistoryMonth december{1'733'011'200, 1'735'689'600, ""};
  BOOST_TEST((*months == HistoryMonths{{february, december}, 1'735'689'600}));
}

const std::pair<const char*, const char*> kNoMonths[] = {
    {R"({"tiles":[{"month":"2024-13","url":"x"}],"open_month":"2025-01"})",
     R"(tiles[0].month: "2024-13" is not a month such as 2026-03)"},
    {R"({"tiles":[],"months_without_tile":[5],"open_month":"2025-01"})",
     "months_without_tile: 5 is not a month such as 2026-03"},
    {R"({"tiles":[],"open_month":"January"})", R"(open_month: "January" is not a month such as 2026-03)"},
    {R"({"tiles":[]})", "open_month is missing"}};

BOOST_AUTO_TEST_CASE(what_is_no_month_is_named) {
  for (const auto& [text, complaint] : kNoMonths)
    BOOST_TEST(parse_history_months(text).error().message == complaint);
}

BOOST_AUTO_TEST_SUITE_END()
