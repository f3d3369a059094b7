#include "server/scoring/score_request.hpp"

#include "tests/server/scoring/refused_bodies.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>

namespace clearwell::scoring {

namespace {

namespace bdata = boost::unit_test::data;

// Features x0, x1, x2 and, to be guessed from a slip, `turbidity`, which other files call `Turb`.
const spec::DatasetSpec kSpec = [] {
  spec::DatasetSpec spec = tests::example_spec(3);
  spec::FeatureSpec feature = spec.features.front();
  feature.name = "turbidity";
  feature.aliases = {"Turb"};
  spec.features.push_back(feature);
  return spec;
}();

std::variant<ScoreRequest, RejectedInput> read(const std::string& text) {
  return read_score_request(text, kSpec);
}

ScoreRequest accepted(const std::string& text) {
  auto result = read(text);
  if (const auto* rejected = std::get_if<RejectedInput>(&result)) BOOST_FAIL(*rejected);
  return std::get<ScoreRequest>(std::move(result));
}

std::string rows(std::size_t n, const std::string& row = R"({"x0":1})") {
  std::string text = R"({"data":[)";
  for (std::size_t i = 0; i < n; ++i)
    text += (i == 0 ? "" : ",") + row;
  return text + "]}";
}

BOOST_AUTO_TEST_SUITE(score_request)

BOOST_AUTO_TEST_CASE(rows_take_the_order_of_the_spec_and_missing_ones_are_nan) {
  const ScoreRequest request =
      accepted(R"({"sensor_id":"s","data":[{"x2":3,"x0":-1.5},{"turbidity":null,"x1":1e-50}],"plant_id":"p"})");
  BOOST_TEST(request.plant_id == "p");
  BOOST_TEST(request.sensor_id == "s");
  BOOST_TEST(request.n_rows == 2U);
  BOOST_TEST(!request.contributions);
  BOOST_REQUIRE(request.rows.size() == 8U);
  BOOST_TEST(request.rows[0] == -1.5F);
  BOOST_TEST(std::isnan(request.rows[1]));
  BOOST_TEST(request.rows[2] == 3.0F);
  BOOST_TEST(request.rows[5] == 0.0F);  // too small for a float32, and not an error
  BOOST_TEST(std::isnan(request.rows[7]));
}

BOOST_AUTO_TEST_CASE(numbers_are_rounded_once_to_float32) {
  const ScoreRequest request =
      accepted(R"({"data":[{"x0":0.1,"x1":340282346638528859811704183484516925440,"x2":18446744073709551615}]})");
  BOOST_TEST(request.rows[0] == 0.1F);
  BOOST_TEST(request.rows[1] == std::numeric_limits<float>::max());
  BOOST_TEST(request.rows[2] == 18446744073709551616.0F);
}

BOOST_AUTO_TEST_CASE(ids_may_be_null) {
  const ScoreRequest request = accepted(R"({"plant_id":null,"sensor_id":null,"data":[{"x0":1}],"contributions":true})");
  BOOST_TEST(request.plant_id.empty());
  BOOST_TEST(request.contributions);
}

BOOST_AUTO_TEST_CASE(ten_thousand_rows_are_accepted) {
  BOOST_TEST(accepted(rows(10'000)).n_rows == 10'000U);
}

const std::string kPartialBodies[] = {
    R"({"partial":true,"data":[@]})",
    R"({"data":[@],"partial":true})",
};

BOOST_DATA_TEST_CASE(bad_rows_do_not_sink_the_others_where_partial_asks_for_it, bdata::make(kPartialBodies), frame) {
  const std::string rows =
      R"({"x0":1},7,{"x0":"a","x1":2},[{"x0":1}],{"x0":{"a":[{}]},"x1":[1]},{},{"y":[[]]},{"x0":1,"x0":2},{"x0":1e39},{"x1":2})";
  std::string body = frame;
  body.replace(body.find('@'), 1, rows);
  const ScoreRequest request = accepted(body);
  BOOST_TEST(request.n_rows == 2U);
  BOOST_REQUIRE(request.rows.size() == 8U);
  BOOST_TEST(request.rows[0] == 1.0F);
  BOOST_TEST(request.rows[5] == 2.0F);
  const std::pair<Rejection, std::string> expected[] = {
      {Rejection::invalid_body, "data[1]"},     {Rejection::not_a_number, "data[2].x0"},
      {Rejection::invalid_body, "data[3]"},     {Rejection::not_a_number, "data[4].x0"},
      {Rejection::nothing_measured, "data[5]"}, {Rejection::unknown_feature, "data[6].y"},
      {Rejection::duplicate_key, "data[7].x0"}, {Rejection::number_out_of_range, "data[8].x0"}};
  BOOST_REQUIRE(request.row_errors.size() == std::size(expected));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    BOOST_TEST(request.row_errors[i].index == i + 1);
    BOOST_CHECK(request.row_errors[i].why.rejection == expected[i].first);
    BOOST_TEST(request.row_errors[i].why.field == expected[i].second);
  }
}

BOOST_AUTO_TEST_CASE(a_body_of_bad_rows_only_has_no_row_to_score) {
  const ScoreRequest request = accepted(R"({"partial":true,"data":[{},7]})");
  BOOST_TEST(request.n_rows == 0U);
  BOOST_TEST(request.rows.empty());
  BOOST_TEST(request.row_errors.size() == 2U);
}

const std::string kAccepted = "accepted: x0, x1, x2, turbidity";
const std::string kNothing =
    "the row has no measurement, so there is nothing to estimate from; at least one is expected of: x0, x1, x2, "
    "turbidity";

const Refused kRefused[] = {
    {"", {Rejection::invalid_json, "the body is empty: an object is expected", ""}},
    {" ",
     {Rejection::invalid_json,
      "the body is not JSON: line 1, column 2: syntax error while parsing value - unexpected end of input; expected "
      "'[', '{', or a literal",
      ""}},
    {"{\"data\":\n[{\"x0\":NaN}]}",
     {Rejection::invalid_json,
      "the body is not JSON: line 2, column 8: syntax error while parsing value - invalid literal; last read: "
      "'\"x0\":N'",
      ""}},
    {"{\"data\":[{\"x0\":1}]",
     {Rejection::invalid_json,
      "the body is not JSON: line 1, column 19: syntax error while parsing object - unexpected end of input; expected "
      "'}'",
      ""}},
    {"{\"data\":[{\"x0\":1}]} {}",
     {Rejection::invalid_json,
      "the body is not JSON: line 1, column 21: syntax error while parsing value - unexpected '{'; expected end of "
      "input",
      ""}},
    {"{\"plant_id\":\"\xff\"}",
     {Rejection::invalid_json,
      "the body is not JSON: line 1, column 14: syntax error while parsing value - invalid string: ill-formed UTF-8 "
      "byte; last read: '\"\xff'",
      ""}},
    {"[]", {Rejection::invalid_body, "the body must be an object, but got an array", ""}},
    {"7", {Rejection::invalid_body, "the body must be an object, but got the number 7", ""}},
    {std::string(1'000'000, '['), {Rejection::invalid_body, "the body must be an object, but got an array", ""}},
    {"{}", {Rejection::invalid_body, "the body has no \"data\": an array of rows is expected", "data"}},
    {"{\"data\":null}", {Rejection::invalid_body, "data must be an array of rows, but got null", "data"}},
    {"{\"data\":{}}", {Rejection::invalid_body, "data must be an array of rows, but got an object", "data"}},
    {"{\"data\":[]}", {Rejection::no_rows, "data has no rows: 1 to 10000 are accepted", "data"}},
    {"{\"data\":[{\"x0\":1},7]}",
     {Rejection::invalid_body,
      "a row must be an object of feature names with their numbers or texts, but got the number 7", "data[1]"}},
    {"{\"data\":[[1,2]]}",
     {Rejection::invalid_body, "a row must be an object of feature names with their numbers or texts, but got an array",
      "data[0]"}},
    {"{\"rows\":[]}",
     {Rejection::unknown_key, "unknown key \"rows\"; accepted: plant_id, sensor_id, data, contributions, partial",
      "rows"}},
    {"{\"data\":[{\"x0\":1}],\"data\":[]}", {Rejection::duplicate_key, "the key \"data\" comes twice", "data"}},
    {"{\"data\":[{\"x0\":1,\"x0\":2}]}", {Rejection::duplicate_key, "the key \"x0\" comes twice", "data[0].x0"}},
    {"{\"data\":[{\"tubidity\":1}]}",
     {Rejection::unknown_feature, "unknown feature \"tubidity\"; the nearest is \"turbidity\"; " + kAccepted,
      "data[0].tubidity"}},
    {"{\"data\":[{\"x0\":1},{\"Turb\":1}]}",
     {Rejection::unknown_feature, "unknown feature \"Turb\"; the nearest is \"turbidity\"; " + kAccepted,
      "data[1].Turb"}},
    {"{\"data\":[{\"color\":1}]}",
     {Rejection::unknown_feature, "unknown feature \"color\"; " + kAccepted, "data[0].color"}},
    {"{\"data\":[{}]}", {Rejection::nothing_measured, kNothing, "data[0]"}},
    {"{\"data\":[{\"x0\":0},{\"x0\":null,\"x2\":null}]}", {Rejection::nothing_measured, kNothing, "data[1]"}},
    {"{\"data\":[{\"x0\":\"7.1\"}]}",
     {Rejection::not_a_number, "expected a number, or null where nothing was measured, but got the string \"7.1\"",
      "data[0].x0"}},
    {"{\"data\":[{\"x0\":true}]}",
     {Rejection::not_a_number, "expected a number, or null where nothing was measured, but got true", "data[0].x0"}},
    {"{\"data\":[{\"x0\":{}}]}",
     {Rejection::not_a_number, "expected a number, or null where nothing was measured, but got an object",
      "data[0].x0"}},
    {"{\"data\":[{\"x0\":[1]}]}",
     {Rejection::not_a_number, "expected a number, or null where nothing was measured, but got an array",
      "data[0].x0"}},
    {"{\"data\":[{\"x1\":1e39}]}",
     {Rejection::number_out_of_range, "the number 1e39 is outside the range of a 32-bit float, ±3.4028235e38",
      "data[0].x1"}},
    {"{\"data\":[{\"x1\":-1e999}]}",
     {Rejection::number_out_of_range, "the number -1e999 is outside the range of a 32-bit float, ±3.4028235e38",
      "data[0].x1"}},
    {"{\"plant_id\":7}", {Rejection::invalid_body, "plant_id must be a text, but got the number 7", "plant_id"}},
    {"{\"plant_id\":\"\"}",
     {Rejection::invalid_body, "plant_id must be a text of 1 to 128 bytes without control characters", "plant_id"}},
    {"{\"sensor_id\":\"a\\u0000b\"}",
     {Rejection::invalid_body, "sensor_id must be a text of 1 to 128 bytes without control characters", "sensor_id"}},
    {R"({"partial":null,"data":[]})",
     {Rejection::invalid_body, "partial must be true or false, but got null", "partial"}},
    {R"({"data":[{"x0":"a"}],"partial":false,"rows":1})",
     {Rejection::not_a_number, "expected a number, or null where nothing was measured, but got the string \"a\"",
      "data[0].x0"}},
    {R"({"data":[7],"partial":true,"data":[]})", {Rejection::duplicate_key, "the key \"data\" comes twice", "data"}},
    {R"({"partial":true,"data":[7,{"x0":1e999}]})",
     {Rejection::number_out_of_range, "the number 1e999 is outside the range of a 32-bit float, ±3.4028235e38",
      "data[1].x0"}},
    {R"({"partial":true,"data":[)" + rows(10'001, "7").substr(9),
     {Rejection::too_many_rows, "data has 10001 rows: at most 10000 are accepted in one request", "data"}},
    {"{\"contributions\":1}",
     {Rejection::invalid_body, "contributions must be true or false, but got the number 1", "contributions"}},
    {rows(10'001),
     {Rejection::too_many_rows, "data has 10001 rows: at most 10000 are accepted in one request", "data"}},
    {rows(25'000),
     {Rejection::too_many_rows, "data has 25000 rows: at most 10000 are accepted in one request", "data"}},
    {"{\"contributions\":true," + rows(257).substr(1),
     {Rejection::too_many_rows, "data has 257 rows: at most 256 are accepted in one request with contributions",
      "data"}},
};

BOOST_DATA_TEST_CASE(a_bad_body_is_named_exactly, bdata::make(kRefused), refused) {
  const auto result = read(refused.body);
  BOOST_REQUIRE(std::holds_alternative<RejectedInput>(result));
  BOOST_TEST(std::get<RejectedInput>(result) == refused.expected);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scoring
