#include "server/scoring/mlflow_request.hpp"

#include "tests/server/scoring/refused_bodies.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <string>

namespace clearwell::scoring {
namespace {

namespace bdata = boost::unit_test::data;

const spec::DatasetSpec kSpec = tests::example_spec(3);

std::string many(std::size_t n, const std::string& element) {
  std::string text;
  for (std::size_t i = 0; i < n; ++i)
    text += (i == 0 ? "" : ",") + element;
  return text;
}

BOOST_AUTO_TEST_SUITE(mlflow_request)

// The rows {0.1, gap, -3} and {gap, 2, 4}, in every shape that the protocol has.
const std::string kSameRows[] = {
    R"({"dataframe_split":{"index":[7,8],"columns":["x2","x0","x1"],"data":[[-3,0.1,null],[4,null,2]]}})",
    R"({"dataframe_split":{"columns":["x0","x1","x2"],"data":[[0.1,NaN,-3],[NaN,2,4]]}})",
    R"({"dataframe_records":[{"x0":0.1,"x2":-3},{"x1":2,"x2":4,"x0":null}]})",
    R"({"instances":[[0.1,null,-3],[null,2,4]],"params":null})",
    R"({"instances":[{"x0":0.1,"x2":-3},[null,2,4]],"params":{}})",
    R"({"inputs":{"x0":[0.1,null],"x1":[null,2],"x2":[[-3],[4]]}})",
    R"({"inputs":[[0.1,NaN,-3],[null,2,4]]})",
    R"({"instances":{"x0":[0.1,null],"x1":[null,2],"x2":[-3,4]}})",
};

BOOST_DATA_TEST_CASE(every_shape_gives_the_same_rows, bdata::make(kSameRows), body) {
  const auto result = read_mlflow_request(body, kSpec);
  if (const auto* rejected = std::get_if<RejectedInput>(&result)) BOOST_FAIL(*rejected);
  const auto& request = std::get<ScoreRequest>(result);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float expected[] = {0.1F, nan, -3, nan, 2, 4};
  BOOST_REQUIRE(request.n_rows == 2U);
  BOOST_REQUIRE(request.rows.size() == 6U);
  for (std::size_t i = 0; i < 6; ++i)
    BOOST_TEST((std::isnan(expected[i]) ? std::isnan(request.rows[i]) : request.rows[i] == expected[i]), i);
}

BOOST_AUTO_TEST_CASE(parameters_say_who_measured) {
  const auto result = read_mlflow_request(
      R"({"params":{"plant_id":"north","sensor_id":"a NaN \"NaN\""},"instances":[[1,2,3]]})", kSpec);
  const auto& request = std::get<ScoreRequest>(result);
  BOOST_TEST(request.plant_id == "north");
  BOOST_TEST(request.sensor_id == "a NaN \"NaN\"");
}

const std::string kKeys = "exactly one of dataframe_split, dataframe_records, instances, inputs; params";
const std::string kNumber = "expected a number, or null where nothing was measured, but got ";

const Refused kRefused[] = {
    {"", {Rejection::invalid_json, "the body is empty: an object is expected", ""}},
    {"[[1,2,3]]", {Rejection::invalid_body, "the body must be an object with " + kKeys + ", but got an array", ""}},
    {"{}", {Rejection::invalid_body, "the body has no rows; accepted: " + kKeys, ""}},
    {R"({"data":[]})", {Rejection::unknown_key, "unknown key \"data\"; accepted: " + kKeys, "data"}},
    {R"({"inputs":[[1,2,3]],"instances":[[1,2,3]]})",
     {Rejection::invalid_body, "the body has inputs and instances; accepted: " + kKeys, "instances"}},
    {R"({"inputs":[[1,2,3]],"inputs":1})", {Rejection::duplicate_key, "the key \"inputs\" comes twice", "inputs"}},
    {R"({"inputs":[]})", {Rejection::no_rows, "inputs has no rows: 1 to 10000 are accepted", "inputs"}},
    {R"({"inputs":{}})", {Rejection::no_rows, "inputs has no rows: 1 to 10000 are accepted", "inputs"}},
    {R"({"inputs":7})", {Rejection::invalid_body, "inputs must be an array of rows, but got the number 7", "inputs"}},
    {R"({"inputs":[1,2,3]})",
     {Rejection::invalid_body,
      "a row must be an object of feature names with their numbers or texts, but got the number 1", "inputs[0]"}},
    {R"({"inputs":[[1,2,3],[1,2]]})",
     {Rejection::invalid_body, "the row has 2 cells; accepted: 3, one for each column", "inputs[1]"}},
    {R"({"inputs":{"x0":[1,2],"x1":[1]}})",
     {Rejection::invalid_body, "the column has 1 cells, the ones before 2", "inputs.x1"}},
    {R"({"inputs":{"x0":1}})",
     {Rejection::invalid_body, "a column must be an array of numbers, but got the number 1", "inputs.x0"}},
    {R"({"inputs":{"x0":["a"]}})", {Rejection::not_a_number, kNumber + "the string \"a\"", "inputs.x0[0]"}},
    {R"({"instances":[[1,2,true]]})", {Rejection::not_a_number, kNumber + "true", "instances[0][2]"}},
    {R"({"dataframe_records":[[1,2,3]]})",
     {Rejection::invalid_body, "a row must be an object of feature names with their numbers or texts, but got an array",
      "dataframe_records[0]"}},
    {R"({"dataframe_records":{"x0":[1]}})",
     {Rejection::invalid_body, "dataframe_records must be an array of rows, but got an object", "dataframe_records"}},
    {R"({"dataframe_records":[{"x0":1},{"x9":1}]})",
     {Rejection::unknown_feature, "unknown feature \"x9\"; the nearest is \"x0\"; accepted: x0, x1, x2",
      "dataframe_records[1].x9"}},
    {R"({"dataframe_records":[{"x0":1},{"x1":null}]})",
     {Rejection::nothing_measured,
      "the row has no measurement, so there is nothing to estimate from; at least one is expected of: x0, x1, x2",
      "dataframe_records[1]"}},
    {R"({"dataframe_records":[{"x0":1,"x0":2}]})",
     {Rejection::duplicate_key, "the key \"x0\" comes twice", "dataframe_records[0].x0"}},
    {R"({"dataframe_split":{"columns":["x0"]}})",
     {Rejection::invalid_body, "dataframe_split must be an object with columns and data, but got one without",
      "dataframe_split"}},
    {R"({"dataframe_split":{"columns":["x0","x0"],"data":[[1,2]]}})",
     {Rejection::duplicate_key, "the column \"x0\" comes twice", "dataframe_split.columns[1]"}},
    {R"({"dataframe_split":{"columns":[0],"data":[[1]]}})",
     {Rejection::invalid_body, "a column must be the name of a feature, but got the number 0",
      "dataframe_split.columns[0]"}},
    {R"({"dataframe_split":{"columns":["x0"],"data":[[1],[1e39]]}})",
     {Rejection::number_out_of_range, "the number 1e+39 is outside the range of a 32-bit float, ±3.4028235e38",
      "dataframe_split.data[1][0]"}},
    {R"({"dataframe_split":{"columns":["x0"],"data":[[1],[-1e999]]}})",
     {Rejection::number_out_of_range, "the number -1e999 is outside the range of a 32-bit float, ±3.4028235e38",
      "dataframe_split.data[1][0]"}},
    {R"({"inputs":[[1,2,3]],"params":{"threshold":0.1}})",
     {Rejection::unknown_key, "unknown key \"threshold\"; accepted: plant_id, sensor_id", "params.threshold"}},
    {R"({"inputs":[[1,2,3]],"params":{"plant_id":""}})",
     {Rejection::invalid_body, "params.plant_id must be a text of 1 to 128 bytes without control characters",
      "params.plant_id"}},
    {R"({"inputs":)" + std::string(100'000, '['),
     {Rejection::invalid_body, "the body is nested deeper than 8 levels", "inputs[0][0][0][0][0][0][0]"}},
    {R"({"inputs":[)" + many(10'001, "[1,2,3]") + "]}",
     {Rejection::too_many_rows, "inputs has 10001 rows: at most 10000 are accepted in one request", "inputs"}},
    {R"({"inputs":[[)" + many(200'000, "1") + "]]}",
     {Rejection::too_many_rows, "the body has more values than a request of the most rows needs", "inputs[0][60997]"}},
};

BOOST_DATA_TEST_CASE(a_bad_body_is_named_exactly, bdata::make(kRefused), refused) {
  const auto result = read_mlflow_request(refused.body, kSpec);
  BOOST_REQUIRE(std::holds_alternative<RejectedInput>(result));
  BOOST_TEST(std::get<RejectedInput>(result) == refused.expected);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scoring
