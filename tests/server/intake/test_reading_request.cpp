#include "server/intake/reading_request.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace clearwell::intake;
using clearwell::store::Quality;
namespace bdata = boost::unit_test::data;

namespace {

ReadingRequest taken_apart(std::string_view body, ReadingForm form = ReadingForm::plain,
                           const std::string& sensor_id = "") {
  auto read = read_readings(body, form, sensor_id);
  if (const auto* rejected = std::get_if<RejectedBody>(&read)) BOOST_FAIL(rejected->message);
  return std::get<ReadingRequest>(std::move(read));
}

constexpr std::string_view kGood = R"({"sensor_id":"a","read_at":"2026-03-01T00:00:00Z","value":1})";
constexpr std::int64_t kMarch = 1'772'323'200'000'000;

struct Faulty {
  ReadingForm form;
  std::string body;
  std::string code;
  std::string message;
  std::string field;
};
std::ostream& operator<<(std::ostream& out, const Faulty& faulty) {
  return out << faulty.body;
}

/// A plain reading whose other members are right.
std::string with(const std::string& members) {
  return R"({"sensor_id":"a","read_at":"2026-03-01T00:00:00Z",)" + members + "}";
}

const Faulty kElements[] = {
    {ReadingForm::plain, with(R"("value":"7")"), "not_a_number", R"(value must be a number, but is "7")", "value"},
    {ReadingForm::plain, with(R"("value":null)"), "not_a_number", "value must be a number, but is null", "value"},
    {ReadingForm::plain, with(R"("value":{"a":[1]})"), "not_a_number", "value must be a number, but is an object",
     "value"},
    {ReadingForm::plain, with(R"("value":1,"value":2)"), "duplicate_key", R"(the key "value" comes twice)", "value"},
    {ReadingForm::plain, with(R"("vlaue":1)"), "unknown_key",
     R"(unknown key "vlaue"; accepted: sensor_id, read_at, value, unit, quality)", "vlaue"},
    {ReadingForm::plain, with(R"("quality":"good")"), "missing", "value is missing; it must be a number", "value"},
    {ReadingForm::plain, with(R"("value":1,"quality":"fair")"), "unknown_quality",
     R"(quality must be "good", "uncertain" or "bad", but is "fair")", "quality"},
    {ReadingForm::plain, with(R"("value":1,"unit":7)"), "unknown_unit",
     "unit must be a text of at most 128 bytes, but is 7", "unit"},
    {ReadingForm::plain, R"({"sensor_id":"","value":1,"read_at":"2026-03-01T00:00:00Z"})", "invalid_sensor",
     R"(sensor_id must be a text of 1 to 128 bytes, but is "")", "sensor_id"},
    {ReadingForm::plain, R"({"sensor_id":"a","value":1,"read_at":"2026-03-01T00:00:00"})", "not_a_time",
     R"(read_at must be a time with its offset from UTC, such as 2026-03-12T08:00:00Z, but is "2026-03-01T00:00:00")",
     "read_at"},
    {ReadingForm::plain, R"({"sensor_id":"a","value":1,"read_at":1772323200})", "not_a_time",
     "read_at must be a time with its offset from UTC, such as 2026-03-12T08:00:00Z, but is 1772323200", "read_at"},
    {ReadingForm::observation, R"({"Datastream":{"name":"x"},"phenomenonTime":"2026-03-01T00:00:00Z","result":1})",
     "missing", R"(Datastream is missing; it must be an object with "@iot.id")", "Datastream"},
    {ReadingForm::observation, R"({"Datastream":{"@iot.id":7},"phenomenonTime":"2026-03-01T00:00:00Z","result":1})",
     "invalid_sensor", "Datastream.@iot.id must be a text of 1 to 128 bytes, but is 7", "Datastream.@iot.id"},
    {ReadingForm::observation, R"({"Datastream":{"@iot.id":"a"},"phenomenonTime":"2026-03-01T00:00:00Z","result":"7"})",
     "not_a_number", R"(result must be a number, but is "7")", "result"},
    {ReadingForm::observation, R"({"Datastream":{"@iot.id":"a"},"result":1})", "missing",
     "phenomenonTime is missing; it must be a time with its offset from UTC, such as 2026-03-12T08:00:00Z",
     "phenomenonTime"}};

const Faulty kBodies[] = {
    {ReadingForm::plain, "", "invalid_json", "the body is empty: a reading or an array of readings is expected", ""},
    {ReadingForm::plain, "7", "invalid_body", "the body must be a reading or an array of readings, but is 7", ""},
    {ReadingForm::plain, R"({"readings":7})", "invalid_body", "readings must be an array, but is 7", "readings"},
    {ReadingForm::plain, R"({"readings":[],"plant":1})", "unknown_key", R"(unknown key "plant" beside readings)",
     "plant"},
    {ReadingForm::plain, "[]", "no_readings", "the body has no readings: 1 to 100000 are accepted", ""},
    {ReadingForm::plain, "[" + std::string(kGood) + "," + with(R"("value":1e400)") + "]", "number_out_of_range",
     "the number 1e400 is beyond what a 64-bit float can hold", "readings[1].value"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(reading_request)

BOOST_AUTO_TEST_CASE(a_single_reading_is_read) {
  const ReadingRequest request = taken_apart(
      R"({"sensor_id":"a","read_at":"2026-03-01T01:00:00.0000015+01:00","value":-7.5,"unit":"mg/L","quality":"bad"})");
  BOOST_TEST(!request.is_array);
  BOOST_REQUIRE(request.readings.size() == 1U);
  BOOST_TEST(request.rejected.empty());
  const SentReading& reading = request.readings.front();
  BOOST_TEST(request.sensors[reading.sensor] == "a");
  BOOST_TEST(request.units[reading.unit] == "mg/L");
  BOOST_TEST(reading.read_at_us == kMarch + 1);
  BOOST_TEST(reading.value == -7.5);
  BOOST_TEST((reading.quality == Quality::bad));
}

BOOST_AUTO_TEST_CASE(an_array_is_read_with_and_without_its_name) {
  const std::string array = "[" + std::string(kGood) + ",7,[1,{}]," + std::string(kGood) + "]";
  for (const std::string& body : {array, "{\"readings\":" + array + "}"}) {
    const ReadingRequest request = taken_apart(body);
    BOOST_TEST(request.is_array);
    BOOST_TEST(request.n_elements == 4U);
    BOOST_REQUIRE(request.readings.size() == 2U);
    BOOST_TEST(request.readings[1].index == 3U);
    BOOST_REQUIRE(request.rejected.size() == 2U);
    BOOST_TEST(request.rejected[0].message == "a reading must be an object, but is 7");
    BOOST_TEST(request.rejected[0].field == "readings[1]");
    BOOST_TEST(request.rejected[1].message == "a reading must be an object, but is an array");
  }
}

BOOST_AUTO_TEST_CASE(an_observation_is_read) {
  for (const char* body :
       {R"({"phenomenonTime":"2026-03-01T00:00:00Z","resultTime":null,"result":7,"resultQuality":"uncertain",
           "Datastream":{"@iot.id":"a"},"parameters":{"a":[{"result":8}]}})",
        R"([{"Datastream":{"x":{"@iot.id":"b"},"@iot.id":"a"},"result":7,"resultQuality":"uncertain",
            "phenomenonTime":"2026-03-01T00:00:00Z"}])"}) {
    const ReadingRequest request = taken_apart(body, ReadingForm::observation);
    BOOST_REQUIRE(request.readings.size() == 1U);
    BOOST_TEST(request.sensors[request.readings[0].sensor] == "a");
    BOOST_TEST(request.readings[0].read_at_us == kMarch);
    BOOST_TEST(request.readings[0].value == 7);
    BOOST_TEST((request.readings[0].quality == Quality::uncertain));
  }
}

BOOST_AUTO_TEST_CASE(an_observation_may_leave_its_datastream_to_the_path) {
  const ReadingRequest request =
      taken_apart(R"({"phenomenonTime":"2026-03-01T00:00:00Z","result":7})", ReadingForm::observation, "a");
  BOOST_REQUIRE(request.readings.size() == 1U);
  BOOST_TEST(request.sensors[request.readings[0].sensor] == "a");
}

BOOST_DATA_TEST_CASE(a_faulty_element_is_named_and_the_others_are_read, bdata::make(kElements), faulty) {
  const ReadingRequest alone = taken_apart(faulty.body, faulty.form);
  BOOST_TEST(alone.readings.empty());
  BOOST_REQUIRE(alone.rejected.size() == 1U);
  BOOST_TEST(alone.rejected[0].code == faulty.code);
  BOOST_TEST(alone.rejected[0].message == faulty.message);
  BOOST_TEST(alone.rejected[0].field == faulty.field);

  const std::string good = faulty.form == ReadingForm::plain
                               ? std::string(kGood)
                               : R"({"Datastream":{"@iot.id":"a"},"phenomenonTime":"2026-03-01T00:00:00Z","result":1})";
  const ReadingRequest among = taken_apart("[" + good + "," + faulty.body + "," + good + "]", faulty.form);
  BOOST_TEST(among.readings.size() == 2U);
  BOOST_REQUIRE(among.rejected.size() == 1U);
  BOOST_TEST(among.rejected[0].index == 1U);
  BOOST_TEST(among.rejected[0].field ==
             (faulty.form == ReadingForm::plain ? "readings[1]." : "observations[1].") + faulty.field);
}

BOOST_DATA_TEST_CASE(a_body_that_is_none_is_refused, bdata::make(kBodies), faulty) {
  const auto read = read_readings(faulty.body, faulty.form);
  BOOST_REQUIRE(std::holds_alternative<RejectedBody>(read));
  BOOST_TEST(std::get<RejectedBody>(read).code == faulty.code);
  BOOST_TEST(std::get<RejectedBody>(read).message == faulty.message);
  BOOST_TEST(std::get<RejectedBody>(read).field == faulty.field);
}

BOOST_AUTO_TEST_CASE(text_that_is_no_json_is_refused) {
  const auto read = read_readings(R"({"sensor_id":)", ReadingForm::plain);
  BOOST_REQUIRE(std::holds_alternative<RejectedBody>(read));
  BOOST_TEST(std::get<RejectedBody>(read).code == "invalid_json");
  BOOST_TEST(std::get<RejectedBody>(read).message.starts_with("the body is not JSON: line 1, column "));
}

BOOST_AUTO_TEST_CASE(more_than_is_accepted_at_once_is_refused) {
  std::string body = "[1";
  for (std::size_t i = 0; i < kReadingsMax; ++i)
    body += ",1";
  const auto read = read_readings(body + "]", ReadingForm::plain);
  BOOST_REQUIRE(std::holds_alternative<RejectedBody>(read));
  BOOST_TEST(std::get<RejectedBody>(read).message == "100001 readings came: at most 100000 are accepted at once");
}

BOOST_AUTO_TEST_SUITE_END()
