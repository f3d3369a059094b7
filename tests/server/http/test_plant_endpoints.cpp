#include "common/hash/sha256.hpp"
#include "common/history/tile.hpp"
#include "server/base/time_text.hpp"
#include "server/http/endpoints/history_tiles.hpp"
#include "server/http/endpoints/plant_compliance.hpp"
#include "server/http/endpoints/plant_history.hpp"
#include "server/http/endpoints/plants.hpp"
#include "server/store/history_tiles.hpp"
#include "server/store/reading_rollups.hpp"
#include "tests/server/http/endpoint_answers.hpp"
#include "tests/server/http/north_plant.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <ostream>

namespace clearwell::http {
namespace {

namespace bdata = boost::unit_test::data;
using nlohmann::json;
using tests::answered;
using tests::body_of;
using tests::request_for;

BOOST_FIXTURE_TEST_SUITE(plant_endpoints, tests::NorthPlant)

BOOST_AUTO_TEST_CASE(plants_are_listed_with_their_newest_sample) {
  BOOST_TEST(
      body_of(ListPlants{water}({})).dump() ==
      json::parse(
          R"({"plants":[{"id":"north","name":"North","place":"Saladillo","operator":"Coop","latitude":-35.6,"longitude":-59.8,
               "time_zone":"America/Argentina/Buenos_Aires","jurisdiction":"AR","population_served":32000,"simulated":true,
               "last_sample_at":"2026-03-03T08:00:00Z"}]})")
          .dump());
}

BOOST_AUTO_TEST_CASE(a_plant_tells_limits_and_the_verdict_of_the_law) {
  const json plant = body_of(GetPlant{water}(request_for({{"id", "north"}})));
  BOOST_TEST(plant["id"] == "north");
  BOOST_REQUIRE(plant["parameters"].size() == 2U);
  const json& made_up = plant["parameters"][0];
  BOOST_TEST(made_up["parameter"] == "made_up");
  BOOST_TEST(made_up["unit"] == "mg/L");
  BOOST_TEST(made_up["limits"].empty());
  BOOST_TEST(made_up["latest"]["verdict"] == "no_limit");
  BOOST_TEST(made_up["latest"]["text"] == "<0.01");
  BOOST_TEST(made_up["latest"]["qualifier"] == "<");
  BOOST_TEST(made_up["sources"].dump() == R"(["laboratory"])");
  const json& turbidity = plant["parameters"][1];
  BOOST_TEST(turbidity["sources"].dump() == R"(["laboratory","instrument"])");
  BOOST_TEST(turbidity["latest"]["value"] == 4.5);
  BOOST_TEST(turbidity["latest"]["sampled_at"] == "2026-03-03T08:00:00Z");
  BOOST_TEST(turbidity["latest"]["laboratory"] == "Laboratory 3");
  BOOST_TEST(turbidity["latest"]["verdict"] == "beyond");
  BOOST_TEST(turbidity["limits"][0]["max"] == 3.0);
  BOOST_TEST(turbidity["limits"][0]["confirmed"] == true);
  BOOST_TEST(turbidity["title"].contains("es"));
}

BOOST_AUTO_TEST_CASE(an_unknown_plant_is_not_found) {
  BOOST_TEST(
      body_of(GetPlant{water}(request_for({{"id", "south"}}))).dump() ==
      R"({"error":{"code":"unknown_plant","field":"id","message":"there is no plant \"south\"; GET /v1/plants lists them"}})");
}

BOOST_AUTO_TEST_CASE(history_without_bounds_is_all_there_is) {
  const json history =
      body_of(PlantHistory{*database, water}(request_for({{"id", "north"}}, {{"parameter", "turbidity"}})));
  BOOST_TEST(history["from"] == "2026-03-01T00:00:00Z");
  BOOST_TEST(history["to"] == "2026-03-04T00:00:01Z");
  BOOST_TEST(history["simulated"] == true);
  BOOST_TEST(history["unit"] == "NTU");
  BOOST_REQUIRE(history["buckets"].size() == 5U);
  BOOST_TEST(
      history["buckets"][0].dump() ==
      R"({"count":1,"max":1.5,"mean":1.5,"min":1.5,"non_detects":0,"source":"laboratory","time":"2026-03-01T08:00:00Z"})");
  BOOST_TEST(history["buckets"][4]["source"] == "instrument");
}

BOOST_AUTO_TEST_CASE(history_keeps_to_its_bounds_and_points) {
  const PlantHistory endpoint{*database, water};
  const json part = body_of(endpoint(request_for(
      {{"id", "north"}}, {{"parameter", "turbidity"}, {"from", "2026-03-02"}, {"to", "2026-03-03T08:00:00Z"}})));
  BOOST_REQUIRE(part["buckets"].size() == 1U);
  BOOST_TEST(part["buckets"][0]["mean"] == 3.0);
  const json few = body_of(endpoint(request_for({{"id", "north"}}, {{"parameter", "turbidity"}, {"points", "3"}})));
  BOOST_TEST(few["buckets"].size() <= 3U);
  const json non_detects = body_of(endpoint(request_for({{"id", "north"}}, {{"parameter", "made_up"}})));
  BOOST_TEST(non_detects["buckets"][0]["non_detects"] == 1);
  const json none = body_of(endpoint(request_for({{"id", "north"}}, {{"parameter", "nitrate"}})));
  BOOST_TEST(none["buckets"].empty());
  BOOST_TEST(none["from"].is_null());
}

BOOST_AUTO_TEST_CASE(history_by_the_hour_is_as_a_tile_has_it) {
  const json history = body_of(PlantHistory{*database, water}(
      request_for({{"id", "north"}},
                  {{"parameter", "turbidity"}, {"from", "2026-03-01"}, {"resolution", "hour"}, {"points", "3"}})));
  BOOST_TEST(history["bucket_seconds"].dump() == R"({"instrument":3600.0,"laboratory":null})");
  BOOST_TEST(history["to"] == "2026-03-04T00:00:01Z");
  BOOST_REQUIRE(history["buckets"].size() == 5U);  // points do not count
  BOOST_TEST(history["buckets"][2]["time"] == "2026-03-03T08:00:00Z");
  BOOST_TEST(
      history["buckets"][4].dump() ==
      R"({"count":1,"max":0.7,"mean":0.7,"min":0.7,"non_detects":0,"source":"instrument","time":"2026-03-04T00:00:00Z"})");
}

/// Value of the header; empty when there is none.
std::string header_of(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

BOOST_AUTO_TEST_CASE(months_that_are_over_are_named_and_handed_out) {
  const ListHistoryTiles list{*database, water};
  Request request = request_for({{"id", "north"}}, {{"parameter", "turbidity"}});
  const json before = body_of(list(request));
  BOOST_TEST(before["tiles"].empty());
  BOOST_TEST(before["months_without_tile"].dump() == R"(["2026-03"])");
  BOOST_TEST(before["open_month"] == base::format_time(base::system_clock()()).substr(0, 7));

  store::refresh_reading_rollups(*database);
  store::refresh_history_tiles(*database);
  const Response answer = answered(list(request));
  BOOST_TEST(header_of(answer, "Cache-Control") == "no-cache");
  BOOST_TEST(header_of(answer, "ETag") == '"' + hash::sha256_hex(answer.body) + '"');
  const json after = json::parse(answer.body);
  BOOST_TEST(after["months_without_tile"].empty());
  BOOST_TEST(after["unit"] == "NTU");
  BOOST_TEST(after["simulated"] == true);
  BOOST_REQUIRE(after["tiles"].size() == 1U);
  const json& tile = after["tiles"][0];
  const std::string sha256 = tile["sha256"];
  BOOST_TEST(tile["month"] == "2026-03");
  BOOST_TEST(tile["url"] == "/v1/history/tiles/" + sha256 + ".tile");
  request.headers = {{"If-None-Match", header_of(answer, "ETag")}};
  BOOST_TEST(answered(list(request)).status == 304);
  BOOST_TEST(answered(list(request)).body.empty());

  Request download = request_for({{"sha256", sha256}});
  const Response file = answered(DownloadHistoryTile{*database}(download));
  BOOST_TEST(file.status == 200);
  BOOST_TEST(file.content_type == "application/protobuf");  // which the front door compresses
  BOOST_TEST(header_of(file, "Cache-Control") == "public, max-age=31536000, immutable");
  BOOST_TEST(header_of(file, "ETag") == '"' + sha256 + '"');
  BOOST_TEST(tile["bytes"] == file.body.size());
  BOOST_TEST(hash::sha256_hex(file.body) == sha256);
  const auto read = history::read_tile(file.body);
  BOOST_REQUIRE(read);
  BOOST_TEST(read->series[0].levels[0].buckets.size() == 3U);  // 1.5, 3 and 4.5 NTU
  BOOST_TEST(read->series[0].levels[2].buckets[0].mean == 3);
  BOOST_TEST((read->series[1].kind == history::Kind::instrument));
  download.headers = {{"If-None-Match", '"' + sha256 + '"'}};
  BOOST_TEST(answered(DownloadHistoryTile{*database}(download)).status == 304);
}

BOOST_AUTO_TEST_CASE(tiles_of_what_is_not_there_are_refused_exactly) {
  const auto refused = [](const Answer& answer) { return body_of(answer)["error"]["message"].get<std::string>(); };
  const ListHistoryTiles list{*database, water};
  BOOST_TEST(refused(list(request_for({{"id", "north"}}))) ==
             "parameter is missing: the code of what was measured, for example turbidity");
  BOOST_TEST(refused(list(request_for({{"id", "north"}}, {{"points", "5"}}))) ==
             "unknown query parameter \"points\"; accepted: parameter");
  BOOST_TEST(refused(list(request_for({{"id", "south"}}, {{"parameter", "ph"}}))) ==
             "there is no plant \"south\"; GET /v1/plants lists them");
  BOOST_TEST(refused(list(request_for({{"id", "north"}}, {{"parameter", "spirits"}}))) ==
             "nothing is known of the parameter \"spirits\"; GET /v1/plants/north lists what the plant measures");
  BOOST_TEST(refused(DownloadHistoryTile{*database}(request_for({{"sha256", "ab"}}))) ==
             "there is no tile \"ab\"; GET /v1/plants/{id}/history/tiles lists those there are");
}

struct BadQuery {
  std::vector<std::pair<std::string, std::string>> query;
  int status;
  std::string code, field, message;
};
std::ostream& operator<<(std::ostream& out, const BadQuery& bad) {
  return out << bad.message;
}

const BadQuery kBadQueries[] = {
    {{},
     400,
     "invalid_parameter",
     "parameter",
     "parameter is missing: the code of what was measured, for example turbidity"},
    {{{"parameter", "turbidity"}, {"points", "2"}},
     400,
     "invalid_parameter",
     "points",
     "points must be a whole number from 3 to 5000, not \"2\""},
    {{{"parameter", "turbidity"}, {"points", "5001"}},
     400,
     "invalid_parameter",
     "points",
     "points must be a whole number from 3 to 5000, not \"5001\""},
    {{{"parameter", "turbidity"}, {"points", "1e3"}},
     400,
     "invalid_parameter",
     "points",
     "points must be a whole number from 3 to 5000, not \"1e3\""},
    {{{"parameter", "turbidity"}, {"from", "2026-03-02"}, {"to", "2026-03-02"}},
     400,
     "invalid_parameter",
     "to",
     "to must be later than from"},
    {{{"parameter", "turbidity"}, {"form", "2026"}},
     400,
     "invalid_parameter",
     "form",
     "unknown query parameter \"form\"; accepted: parameter, from, to, points, resolution"},
    {{{"parameter", "turbidity"}, {"resolution", "day"}},
     400,
     "invalid_parameter",
     "resolution",
     "resolution must be hour, not \"day\""},
    {{{"parameter", "turbidity"}, {"resolution", "hour"}, {"from", "2025-08-07T15:59:59Z"}, {"to", "2026-03-04"}},
     400,
     "invalid_parameter",
     "resolution",
     "resolution=hour takes a range of at most 5000 hours, not of 5001; narrow from and to"},
    {{{"parameter", "spirits"}},
     404,
     "unknown_parameter",
     "parameter",
     "nothing is known of the parameter \"spirits\"; GET /v1/plants/north lists what the plant measures"},
};

BOOST_DATA_TEST_CASE(a_bad_query_is_named_exactly, bdata::make(kBadQueries), bad) {
  const Answer answer = PlantHistory{*database, water}(request_for({{"id", "north"}}, bad.query));
  BOOST_REQUIRE(std::holds_alternative<ApiError>(answer));
  BOOST_CHECK((std::get<ApiError>(answer) == ApiError{bad.status, bad.code, bad.message, bad.field, {}}));
  BOOST_TEST(std::get<ApiError>(answer).message == bad.message);
}

BOOST_AUTO_TEST_CASE(a_time_that_is_none_is_refused) {
  const Answer answer = PlantHistory{
      *database, water}(request_for({{"id", "north"}}, {{"parameter", "turbidity"}, {"from", "yesterday"}}));
  BOOST_REQUIRE(std::holds_alternative<ApiError>(answer));
  BOOST_TEST(std::get<ApiError>(answer).field == "from");
  BOOST_TEST(std::get<ApiError>(answer).status == 400);
}

BOOST_AUTO_TEST_CASE(compliance_is_told_limit_by_limit_and_period_by_period) {
  const PlantCompliance endpoint{*database, water, [] { return *base::parse_time("2027-02-01T00:00:00Z"); }};
  const json year = body_of(endpoint(request_for({{"id", "north"}})));
  BOOST_TEST(year["from"] == "2025-03-04");
  BOOST_TEST(year["to"] == "2026-03-04");
  BOOST_REQUIRE(year["limits"].size() == 1U);  // the law is silent on the other parameter
  BOOST_TEST(year["limits"][0]["parameter"] == "turbidity");
  BOOST_TEST(year["limits"][0]["limit"]["compliance"] == "each_sample");
  BOOST_TEST(
      year["limits"][0]["periods"].dump() ==
      R"([{"cannot_be_judged":0,"compliance":"cannot_be_judged","exceedances":0,"figure":null,"from":"2025-01-01",)"
      R"("place":null,"reason":"no_results","results":0,"to":"2026-01-01"},)"
      R"({"cannot_be_judged":0,"compliance":"violated","exceedances":1,"figure":null,"from":"2026-01-01",)"
      R"("place":null,"reason":null,"results":3,"to":"2027-01-01"}])");

  // American law asks for a share of the month. The sample of 1 March, 8 h UTC, is of that day there too.
  store::Transaction transaction = database->begin();
  transaction.run_script(
      "UPDATE water.plants SET jurisdiction = 'US', time_zone = 'America/Chicago';"
      "UPDATE water.sample_results SET value = 0.2 WHERE value > 2 AND value < 4");
  transaction.commit();
  const json march = body_of(endpoint(request_for({{"id", "north"}}, {{"from", "2026-03-01"}, {"to", "2026-04-01"}})));
  BOOST_REQUIRE(march["limits"].size() == 2U);
  BOOST_TEST(march["limits"][0]["limit"]["compliance"] == "monthly_share");
  const json& period = march["limits"][0]["periods"][0];
  BOOST_TEST(period["compliance"] == "violated");
  BOOST_TEST(period["exceedances"] == 2);
  BOOST_TEST(period["figure"]["low"] == 200.0 / 3);
}

const BadQuery kBadDays[] = {
    {{{"from", "March"}}, 400, "invalid_parameter", "from", "from must be a date such as 2026-03-12, not \"March\""},
    {{{"to", "2026-02-30"}},
     400,
     "invalid_parameter",
     "to",
     "to must be a date such as 2026-03-12, not \"2026-02-30\""},
    {{{"from", "2026-03-02"}, {"to", "2026-03-02"}}, 400, "invalid_parameter", "to", "to must be later than from"},
    {{{"day", "2026-03-02"}}, 400, "invalid_parameter", "day", "unknown query parameter \"day\"; accepted: from, to"},
};

BOOST_AUTO_TEST_CASE(days_and_periods_end_by_the_plants_own_clock) {
  store::Transaction transaction = database->begin();
  transaction.run_script("UPDATE water.plants SET jurisdiction = 'US', time_zone = 'Pacific/Honolulu'");
  transaction.commit();
  const auto asked_at = [&](const char* now) {
    const PlantCompliance endpoint{*database, water, [now] { return *base::parse_time(now); }};
    return body_of(endpoint(request_for({{"id", "north"}})));
  };
  const json last_day = asked_at("2026-04-01T09:00:00Z");
  BOOST_TEST(last_day["to"] == "2026-03-03");  // the newest sample, of 3 March at 8 h UTC, was taken on the 2nd
  BOOST_TEST(last_day["limits"][0]["periods"].back()["reason"] == "period_not_over");
  BOOST_TEST(asked_at("2026-04-01T11:00:00Z")["limits"][0]["periods"].back()["compliance"] == "violated");
}

BOOST_DATA_TEST_CASE(a_bad_range_of_days_is_named_exactly, bdata::make(kBadDays), bad) {
  const Answer answer =
      PlantCompliance{*database, water, base::system_clock()}(request_for({{"id", "north"}}, bad.query));
  BOOST_REQUIRE(std::holds_alternative<ApiError>(answer));
  BOOST_CHECK((std::get<ApiError>(answer) == ApiError{bad.status, bad.code, bad.message, bad.field, {}}));
  BOOST_TEST(std::get<ApiError>(answer).message == bad.message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
