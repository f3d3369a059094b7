#include "server/http/endpoints/conflicts.hpp"
#include "server/http/endpoints/readings.hpp"
#include "server/http/endpoints/sensors.hpp"
#include "server/intake/reading_intake.hpp"
#include "tests/plant_named.hpp"
#include "tests/server/http/endpoint_answers.hpp"
#include "tests/server/http/service_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace clearwell::http {
namespace {

using intake::ReadingForm;
using nlohmann::json;
using tests::answered;

json error_of(const Response& response) {
  return json::parse(response.body).at("error");
}

/// Two plants, a sensor of turbidity and one of something made up at north, one of pH at south.
struct Readings : tests::ServiceFixture {
  Readings() {
    store::Transaction transaction = database->begin();
    for (const char* id : {"north", "south"})
      store::add_plant(transaction, tests::plant_named(id));
    store::save_sensor(transaction, {.sensor_id = "n-iron", .plant_id = "north", .parameter = "iron", .unit = "mg/L"});
    store::save_sensor(transaction, {.sensor_id = "n-x", .plant_id = "north", .parameter = "x", .unit = "rpm"});
    store::save_sensor(transaction, {.sensor_id = "s-ph", .plant_id = "south", .parameter = "ph", .unit = ""});
    transaction.commit();
  }

  Response post(const std::string& body, ReadingForm form = ReadingForm::plain,
                std::optional<std::string> plant_id = "north", const std::string& id_of_path = "") {
    Request request;
    request.body = body;
    request.caller = {.role = access::Role::kPlant, .name = "meter-1", .plant_id = std::move(plant_id)};
    if (!id_of_path.empty()) request.path_parameters.emplace("id", id_of_path);
    return answered(PostReadings{readings, form, telemetry}(request));
  }
  Response add_sensor(const std::string& body) {
    Request request;
    request.body = body;
    request.caller = {.role = access::Role::kPlant, .name = "meter-1", .plant_id = "north"};
    return answered(AddSensor{*database, water}(request));
  }
  std::string stored() {
    return database->begin()
        .run(
            "SELECT coalesce(string_agg(concat_ws('|', sensor_id, to_char(read_at AT TIME ZONE 'UTC', 'HH24:MI'), "
            "value, "
            "quality, reported_value, reported_unit), ', ' ORDER BY sensor_id, read_at), '') "
            "FROM water.readings")
        .text(0, 0);
  }
};

std::string reading(const std::string& sensor, const std::string& hour_minute, const std::string& rest) {
  return R"({"sensor_id":")" + sensor + R"(","read_at":"2026-03-01T)" + hour_minute + R"(:00Z",)" + rest + "}";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(reading_endpoints, Readings)

BOOST_AUTO_TEST_CASE(a_single_reading_is_stored_in_its_sensors_unit) {
  const Response response = post(reading("n-iron", "08:00", R"("value":250,"unit":"µg/l","quality":"uncertain")"));
  BOOST_TEST(response.status == 200);
  BOOST_TEST(response.body ==
             R"({"accepted":1,"duplicates":0,"conflicts":0,"rejected":0,"outcomes":["accepted"],"errors":[]})");
  BOOST_TEST(stored() == "n-iron|08:00|0.25|uncertain|250|µg/l");
}

BOOST_AUTO_TEST_CASE(an_array_is_answered_element_by_element) {
  const std::string body =
      "{\"readings\":[" + reading("n-iron", "08:00", R"("value":0.1)") + "," +
      reading("n-iron", "07:00", R"("value":0.2,"unit":"mg/L")") + "," + reading("n-iron", "08:00", R"("value":0.1)") +
      "," + reading("n-iron", "07:00", R"("value":"none")") + "," + reading("n-iron", "08:00", R"("value":0.3)") + "," +
      reading("gone", "08:00", R"("value":1)") + "]}";
  const Response response = post(body);
  BOOST_TEST(response.status == 207);
  const json answer = json::parse(response.body);
  BOOST_TEST(answer["accepted"] == 2);
  BOOST_TEST(answer["duplicates"] == 1);
  BOOST_TEST(answer["conflicts"] == 1);
  BOOST_TEST(answer["rejected"] == 2);
  BOOST_TEST(answer["outcomes"] == json({"accepted", "accepted", "duplicate", "rejected", "conflict", "rejected"}));
  BOOST_TEST(answer["errors"] == json({{{"index", 3},
                                        {"code", "not_a_number"},
                                        {"message", "value must be a number, but is \"none\""},
                                        {"field", "readings[3].value"}},
                                       {{"index", 5},
                                        {"code", "unknown_sensor"},
                                        {"message", "there is no sensor \"gone\""},
                                        {"field", "readings[5].sensor_id"}}}));
  BOOST_TEST(stored() == "n-iron|07:00|0.2|good, n-iron|08:00|0.1|good");

  const json again = json::parse(post(body).body);
  BOOST_TEST(again["accepted"] == 0);
  BOOST_TEST(again["duplicates"] == 3);
  BOOST_TEST(database->begin().run("SELECT source FROM water.reading_conflicts").text(0, 0) == "meter-1");
}

BOOST_AUTO_TEST_CASE(a_laboratory_decides_which_of_two_readings_counts) {
  post(reading("n-iron", "08:00", R"("value":0.1)"));
  post(reading("n-iron", "08:00", R"("value":0.3,"quality":"uncertain")"));
  Request request;
  request.caller = {.role = access::Role::kLab, .name = "Mara", .plant_id = "north"};
  json conflict = tests::body_of(ListReadingConflicts{*database}(request)).at("conflicts").at(0);
  const std::string id = conflict["id"].dump();
  BOOST_TEST(conflict["sensor_id"] == "n-iron");
  BOOST_TEST(conflict["read_at"] == "2026-03-01T08:00:00.000000Z");
  BOOST_TEST(conflict["stored"].dump() == R"({"quality":"good","value":0.1})");
  BOOST_TEST(conflict["incoming"].dump() == R"({"quality":"uncertain","value":0.3})");
  BOOST_TEST(conflict["decision"].is_null());

  request.path_parameters.emplace("id", id);
  request.body = R"({"decision":"both","reason":"r"})";
  BOOST_TEST(error_of(answered(DecideReadingConflict{*database}(request))).dump() ==
             R"({"code":"invalid_body","field":"decision",)"
             R"("message":"a sensor has one reading at a moment; accepted: kept, new"})");
  request.body = R"({"decision":"new","reason":"saw the display"})";
  conflict = tests::body_of(DecideReadingConflict{*database}(request));
  BOOST_TEST(conflict["decision"] == "new");
  BOOST_TEST(conflict["decided_by"] == "Mara");
  BOOST_TEST(stored() == "n-iron|08:00|0.3|uncertain");
  request.path_parameters.clear();
  BOOST_TEST(tests::body_of(ListReadingConflicts{*database}(request)).at("conflicts").empty());
}

BOOST_AUTO_TEST_CASE(a_single_reading_that_is_rejected_says_why) {
  const std::string at = R"("read_at":"2026-03-01T08:00:00Z",)";
  const struct {
    std::string body;
    int status;
    const char* code;
    const char* message;
    const char* field;
  } cases[] = {
      {"{\"sensor_id\":\"gone\"," + at + "\"value\":1}", 422, "unknown_sensor", "there is no sensor \"gone\"",
       "sensor_id"},
      {"{\"sensor_id\":\"n-x\"," + at + "\"value\":1,\"unit\":\"Hz\"}", 422, "unknown_unit",
       "the unit \"Hz\" is not the sensor's own, \"rpm\", and nothing converts x", "unit"},
      {"{\"sensor_id\":\"n-iron\"," + at + "\"value\":1e308,\"unit\":\"g/L\"}", 422, "number_out_of_range",
       "value is beyond what a 64-bit float can hold in mg/L", "value"},
      {"{\"sensor_id\":\"s-ph\"," + at + "\"value\":7}", 403, "wrong_plant",
       "this token is of the plant \"north\", and the sensor \"s-ph\" is of another; nothing was stored", "sensor_id"},
      {"{", 400, "invalid_json", nullptr, ""}};
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.body) {
      const Response response = post(c.body);
      BOOST_TEST(response.status == c.status);
      BOOST_TEST(error_of(response)["code"] == c.code);
      if (c.message != nullptr) BOOST_TEST(error_of(response)["message"] == c.message);
      BOOST_TEST(error_of(response)["field"] == c.field);
    }
  }
  BOOST_TEST(stored() == "");
}

BOOST_AUTO_TEST_CASE(a_value_that_water_cannot_have_is_taken_from_an_instrument_known_to_be_at_fault) {
  const std::string impossible = R"({"sensor_id":"s-ph","read_at":"2026-03-01T08:00:00Z","value":70)";
  const Response response = post(impossible + "}", ReadingForm::plain, std::nullopt);
  BOOST_TEST(response.status == 422);
  BOOST_TEST(error_of(response)["message"] ==
             "value is 70, and water has 0 to 14 (of an instrument at fault send the quality \"bad\")");
  BOOST_TEST(post(impossible + R"(,"quality":"bad"})", ReadingForm::plain, std::nullopt).status == 200);
}

BOOST_AUTO_TEST_CASE(one_sensor_of_another_plant_refuses_the_whole_body) {
  const Response response =
      post("[" + reading("n-iron", "08:00", R"("value":0.1)") + "," + reading("s-ph", "08:00", R"("value":7)") + "]");
  BOOST_TEST(response.status == 403);
  BOOST_TEST(error_of(response)["field"] == "readings[1].sensor_id");
  BOOST_TEST(stored() == "");
}

BOOST_AUTO_TEST_CASE(an_observation_goes_the_same_way) {
  const std::string body = R"({"phenomenonTime":"2026-03-01T08:00:00Z","result":0.1,"resultQuality":"good",
                               "Datastream":{"@iot.id":"n-iron"}})";
  BOOST_TEST(post(body, ReadingForm::observation).status == 201);
  BOOST_TEST(post(body, ReadingForm::observation).status == 200);
  BOOST_TEST(
      post(R"({"phenomenonTime":"2026-03-01T09:00:00Z","result":0.2})", ReadingForm::observation, "north", "'n-iron'")
          .status == 201);
  const Response unquoted =
      post(R"({"phenomenonTime":"2026-03-01T09:00:00Z","result":0.2})", ReadingForm::observation, "north", "n-iron");
  BOOST_TEST(unquoted.status == 404);
  BOOST_TEST(error_of(unquoted)["message"] == "Datastreams(n-iron) is not one: ids are texts in single quotes");
  BOOST_TEST(stored() == "n-iron|08:00|0.1|good, n-iron|09:00|0.2|good");
}

BOOST_AUTO_TEST_CASE(a_sensor_is_made_known_once) {
  const std::string body = R"({"sensor_id":"n-ph","parameter":"ph"})";
  BOOST_TEST(add_sensor(body).body ==
             R"({"sensor_id":"n-ph","plant_id":"north","parameter":"ph","unit":"","simulated":false})");
  BOOST_TEST(add_sensor(body).status == 200);
  BOOST_TEST(add_sensor(R"({"sensor_id":"n-fe","parameter":"iron","unit":"µg/L"})").status == 201);
  const Response other = add_sensor(R"({"sensor_id":"n-ph","parameter":"iron"})");
  BOOST_TEST(other.status == 409);
  BOOST_TEST(error_of(other)["code"] == "sensor_exists");
  BOOST_TEST(post(reading("n-ph", "08:00", R"("value":7)")).status == 200);
}

BOOST_AUTO_TEST_CASE(a_sensor_that_cannot_be_is_refused) {
  const struct {
    const char* body;
    int status;
    const char* message;
  } cases[] = {{R"({"parameter":"ph"})", 422, "sensor_id is missing"},
               {R"({"sensor_id":7,"parameter":"ph"})", 422,
                "sensor_id must be a text of 1 to 128 bytes without quotes, but is 7"},
               {R"({"sensor_id":"a","parameter":"ph","plant_id":"south"})", 403,
                "this token is of the plant \"north\", not of \"south\""}};
  for (const auto& c : cases) {
    const Response response = add_sensor(c.body);
    BOOST_TEST(response.status == c.status);
    BOOST_TEST(error_of(response)["message"] == c.message);
  }
  BOOST_TEST(error_of(add_sensor(R"({"sensor_id":"a","parameter":"iron","unit":"NTU"})"))["code"] == "unknown_unit");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace clearwell::http
