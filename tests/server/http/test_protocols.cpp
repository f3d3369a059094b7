// The same row through every protocol: the same bits, one log.
#include "server/http/endpoints/invocations.hpp"
#include "server/http/endpoints/open_inference.hpp"
#include "server/http/endpoints/score.hpp"
#include "server/http/error_mapping.hpp"
#include "tests/server/http/service_fixture.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cstring>
#include <limits>
#include <ostream>

namespace clearwell::http {
namespace {

namespace bdata = boost::unit_test::data;
using nlohmann::json;

struct Fixture : tests::ServiceFixture {
  ScoreRows score_rows{models, scoring, telemetry};

  static Request request(const std::string& body, const std::string& content_type = "application/json") {
    Request request;
    request.path_parameters = {{"name", "example"}};
    request.caller = {.role = access::Role::kAdmin, .name = "local", .plant_id = {}, .token_id = 0};
    request.headers.emplace("Content-Type", content_type);
    request.body = body;
    return request;
  }
};

json body_of(const Answer& answer) {
  if (const auto* error = std::get_if<ApiError>(&answer)) BOOST_FAIL(error->field + ": " + error->message);
  return json::parse(std::get<Response>(answer).body);
}

BOOST_FIXTURE_TEST_SUITE(protocols, Fixture)

BOOST_AUTO_TEST_CASE(a_row_gets_the_same_bits_in_every_protocol) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto champion = models.find("example")->champion;
  const float expected[] = {champion->predictor.predict(std::vector<float>{0.1F, nan, -3, 4}).probability,
                            champion->predictor.predict(std::vector<float>{7, 2, nan, 1e-3F}).probability};
  const json v1 = body_of(
      Score{score_rows, *database}(request(R"({"data":[{"x0":0.1,"x2":-3,"x3":4},{"x0":7,"x1":2,"x3":1e-3}]})")));
  const json v2 = body_of(Infer{score_rows}(request(
      R"({"inputs":[{"name":"a","shape":[2,4],"datatype":"FP64","data":[[0.1,null,-3,4],[7,2,null,1e-3]]}]})")));
  const json mlflow = body_of(Invocations{score_rows}(
      request(R"({"dataframe_split":{"columns":["x3","x0","x1","x2"],"data":[[4,0.1,NaN,-3],[1e-3,7,2,null]]}})")));
  const json csv = body_of(
      Invocations{score_rows}(request("x0,x1,x2,x3,note\n0.1,,-3,4,a\n7,2,,1e-3,b\n", "Text/CSV; charset=utf-8")));
  for (std::size_t row = 0; row < 2; ++row) {
    BOOST_TEST(v1["predictions"][row]["probability"].get<float>() == expected[row]);
    BOOST_TEST(v2["outputs"][1]["data"][row].get<float>() == expected[row]);
    BOOST_TEST(mlflow["predictions"][row]["probability"].get<float>() == expected[row]);
    BOOST_TEST(csv["predictions"][row]["probability"].get<float>() == expected[row]);
  }
  BOOST_TEST(stored_inferences() == 8);
  const store::Rows different =
      database->begin().run("SELECT DISTINCT features, probability FROM water.water_inferences");
  BOOST_TEST(different.size() == 2U);
}

BOOST_AUTO_TEST_CASE(mlflow_gets_a_record_a_row) {
  const json body = body_of(Invocations{score_rows}(
      request(R"({"inputs":{"x0":[1,2],"x1":[200,2],"x2":[3,3],"x3":[4,4]},"params":{"plant_id":"north"}})")));
  const json& record = body["predictions"][0];
  BOOST_TEST(record["flags"] == "x1:outside_plausible_range");
  BOOST_TEST(record["model_version"] == 1);
  BOOST_TEST(record["simulated"] == false);
  BOOST_TEST((record["prediction"] == 0 || record["prediction"] == 1));
  BOOST_TEST(database->begin().run("SELECT DISTINCT plant_id FROM water.water_inferences").text(0, 0) == "north");
  BOOST_TEST(std::get<Response>(Ping{score_rows}({})).status == 200);
}

BOOST_AUTO_TEST_CASE(with_several_models_the_default_one_must_be_named) {
  registered.add("other", tests::second_model());
  const scoring::ModelCache both(database.shared(), registered.registry(), tests::deaf_observer());
  const std::string body = R"({"inputs":[[1,2,3,4]]})";
  const Answer refused = Invocations{{both, scoring, telemetry}}(request(body));
  BOOST_CHECK((std::get<ApiError>(refused) ==
               ApiError{409,
                        "no_default_model",
                        "which model is to answer is not known: there are example, other; clearwell serve "
                        "--default-model NAME says which",
                        "",
                        {}}));
  BOOST_TEST(std::get<ApiError>(Ping{{both, scoring, telemetry}}({})).status == 503);
  BOOST_TEST(std::get<Response>(Invocations{{both, scoring, telemetry, "other"}}(request(body))).status == 200);
}

BOOST_AUTO_TEST_CASE(v2_describes_its_models) {
  registered.add("example", tests::second_model());
  const json server = body_of(InferenceServerMetadata{}({}));
  BOOST_TEST(server["extensions"].dump() == R"(["binary_tensor_data"])");
  BOOST_TEST(body_of(InferenceServerLive{}({}))["live"] == true);
  BOOST_TEST(body_of(InferenceServerReady{score_rows}({}))["ready"] == true);
  BOOST_TEST(body_of(InferenceModelReady{score_rows}(request(""))).dump() == R"({"name":"example","ready":true})");
  const json model = body_of(InferenceModelMetadata{score_rows, registered.registry()}(request("")));
  BOOST_TEST(model["versions"].dump() == R"(["2","1"])");
  BOOST_TEST(model["inputs"][1].dump() == R"({"datatype":"FP32","name":"x1","shape":[-1]})");
  BOOST_TEST(model["outputs"][1].dump() == R"({"datatype":"FP32","name":"probability","shape":[-1]})");
  Request unknown = request("");
  unknown.path_parameters = {{"name", "nothing"}};
  BOOST_TEST(std::get<ApiError>(InferenceModelReady{score_rows}(unknown)).status == 404);
}

BOOST_AUTO_TEST_CASE(v2_answers_by_any_version_and_logs_it_as_pinned) {
  registered.add("example", tests::second_model());
  registered.add("example", tests::first_model());  // the challenger now; 2 is neither
  Request pinned = request(R"({"id":"a","inputs":[{"name":"x0","shape":[1],"datatype":"FP32","data":[1]}],
                               "outputs":[{"name":"flags"},{"name":"probability"}]})");
  pinned.path_parameters.emplace("version", "2");
  const json body = body_of(Infer{score_rows}(pinned));
  BOOST_TEST(body["model_version"] == "2");
  BOOST_TEST(body["id"] == "a");
  BOOST_TEST(
      body["outputs"][0].dump() ==
      R"({"data":["x1:not_measured x2:not_measured x3:not_measured"],"datatype":"BYTES","name":"flags","shape":[1]})");
  BOOST_TEST(body["outputs"].size() == 2U);
  const store::Rows logged = database->begin().run("SELECT role, version FROM water.water_inferences");
  BOOST_REQUIRE(logged.size() == 1U);
  BOOST_TEST(logged.text(0, 0) == "pinned");
  BOOST_TEST(logged.integer(0, 1) == 2);
  for (const char* none : {"4", "0", "x", "99999999999", ""}) {
    pinned.path_parameters["version"] = none;
    BOOST_TEST(std::get<ApiError>(Infer{score_rows}(pinned)).status == 404, none);
  }
}

BOOST_AUTO_TEST_CASE(v2_answers_in_bytes_where_it_is_asked_to) {
  const std::string json_part = R"({"parameters":{"binary_data_output":true},
      "inputs":[{"name":"x0","shape":[1,1],"datatype":"FP32","parameters":{"binary_data_size":4}}]})";
  const float value = 1.5F;
  char bytes[4];
  std::memcpy(bytes, &value, sizeof bytes);
  Request binary = request(json_part + std::string(bytes, 4));
  binary.headers.emplace("Inference-Header-Content-Length", std::to_string(json_part.size()));
  const Response response = std::get<Response>(Infer{score_rows}(binary));
  BOOST_REQUIRE(response.headers.size() == 1U);
  BOOST_TEST(response.headers[0].first == "Inference-Header-Content-Length");
  const std::size_t json_bytes = std::stoul(response.headers[0].second);
  const json body = json::parse(response.body.substr(0, json_bytes));
  BOOST_TEST(body["outputs"][1]["parameters"]["binary_data_size"] == 4);
  float probability = 0;
  std::memcpy(&probability, response.body.data() + json_bytes + 8, sizeof probability);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  BOOST_TEST(probability ==
             models.find("example")->champion->predictor.predict(std::vector<float>{value, nan, nan, nan}).probability);
  binary.headers.erase("Inference-Header-Content-Length");
  binary.headers.emplace("Inference-Header-Content-Length", "100000");
  BOOST_TEST(std::get<ApiError>(Infer{score_rows}(binary)).field == "Inference-Header-Content-Length");
}

struct Told {
  ErrorShape shape;
  int status;
  std::string body;
};
std::ostream& operator<<(std::ostream& out, const Told& told) {
  return out << told.body;
}
const Told kTold[] = {
    {ErrorShape::clearwell, 422, R"({"error":{"code":"not_a_number","message":"no","field":"inputs[0]"}})"},
    {ErrorShape::mlflow, 400, R"({"error_code":"BAD_REQUEST","message":"inputs[0]: no"})"},
    {ErrorShape::open_inference, 400, R"({"error":"inputs[0]: no"})"},
};

BOOST_DATA_TEST_CASE(each_protocol_is_told_no_in_its_own_words, bdata::make(kTold), told) {
  const Response response = to_response(ApiError{422, "not_a_number", "no", "inputs[0]", {}}, told.shape);
  BOOST_TEST(response.status == told.status);
  BOOST_TEST(response.body == told.body);
}

BOOST_AUTO_TEST_CASE(bad_csv_names_the_line) {
  const auto refused = [&](const std::string& csv) {
    return std::get<ApiError>(Invocations{score_rows}(request(csv, "text/csv"))).message;
  };
  BOOST_TEST(refused("x0,x1,x2,x3\n1,2,3,4\n1,2,3,a\n") ==
             "line 3, column x3: 'a' is not a number that a 32-bit float can hold");
  BOOST_TEST(refused("x0,x1,x2,x3\n1,2,3,4\n,,,\n") ==
             "line 3: the row has no measurement, so there is nothing to estimate from; at least one is expected of: "
             "x0, x1, x2, x3");
  BOOST_TEST(refused("x0,x1,x2,x3\n") == "the text has a header and no rows");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
