// Models with categories and models of a number, through every protocol: the same bits and the same flags.
#include "server/http/endpoints/batch.hpp"
#include "server/http/endpoints/invocations.hpp"
#include "server/http/endpoints/open_inference.hpp"
#include "server/http/endpoints/score.hpp"
#include "tests/common/category_models.hpp"
#include "tests/server/http/service_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <limits>
#include <sstream>
#include <thread>
#include <vector>

namespace clearwell::http {
namespace {

using nlohmann::json;

constexpr float kGap = std::numeric_limits<float>::quiet_NaN();

/// What a protocol said of one row.
struct Told {
  float number = 0;   ///< the probability, or the value
  std::string flags;  ///< empty of /v1, which has them one by one

  bool operator==(const Told&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Told& told) {
  return out << told.number << ' ' << told.flags;
}

struct Fixture : tests::ServiceFixture {
  void add(const std::string& onnx_bytes, std::optional<double> threshold) {
    registered.add("other", onnx_bytes, threshold);
    // The cache is told by NOTIFY.
    for (int tries = 0; tries < 500 && !models.find("other"); ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    BOOST_REQUIRE(models.find("other"));
  }

  static Request request(const std::string& body, const std::string& content_type = "application/json") {
    Request request;
    request.path_parameters = {{"name", "other"}};
    request.headers.emplace("Content-Type", content_type);
    request.body = body;
    return request;
  }
  static Response response(const Answer& answer) {
    if (const auto* error = std::get_if<ApiError>(&answer)) BOOST_FAIL(error->field + ": " + error->message);
    return std::get<Response>(answer);
  }

  std::vector<Told> by_v1(const std::string& body) const {
    const json answer = json::parse(response(Score{score_rows, *database}(request(body))).body);
    std::vector<Told> told;
    for (const json& row : answer["predictions"])
      told.push_back({row.contains("value") ? row["value"].get<float>() : row["probability"].get<float>(), ""});
    return told;
  }
  std::vector<Told> by_v2(const std::string& body, std::size_t json_bytes = 0) const {
    Request sent = request(body);
    if (json_bytes > 0) sent.headers.emplace("Inference-Header-Content-Length", std::to_string(json_bytes));
    json answer = json::parse(response(Infer{score_rows}(sent)).body);
    const json& outputs = answer["outputs"];
    const json& numbers = outputs[outputs.size() - 3]["data"];  // before inference_id and flags
    std::vector<Told> told;
    for (std::size_t i = 0; i < numbers.size(); ++i)
      told.push_back({numbers[i].get<float>(), outputs.back()["data"][i].get<std::string>()});
    return told;
  }
  std::vector<Told> by_mlflow(const std::string& body, const std::string& content_type = "application/json") const {
    const json answer = json::parse(response(Invocations{score_rows}(request(body, content_type))).body);
    std::vector<Told> told;
    for (const json& row : answer["predictions"])
      told.push_back({row.value("probability", row["prediction"].get<float>()), row["flags"].get<std::string>()});
    return told;
  }
  /// The column before model_version, flags and simulated.
  std::vector<Told> by_batch(const std::string& csv) const {
    Request sent = request("");
    sent.query = {{"model", "other"}};
    sent.body_into = [csv](std::ostream& into) {
      into << csv;
      return std::optional<ApiError>();
    };
    std::stringstream text;
    response(PostBatch{score_rows, *database, spool.path()}(sent)).body_from(text);
    std::vector<Told> told;
    std::string line;
    std::getline(text, line);
    while (std::getline(text, line)) {
      std::vector<std::string> cells;
      std::istringstream columns(line);
      for (std::string cell; std::getline(columns, cell, ',');)
        cells.push_back(cell);
      told.push_back({std::stof(cells[cells.size() - 4]), cells[cells.size() - 2]});
    }
    return told;
  }

  ScoreRows score_rows{models, scoring, telemetry, "other"};
};

void check(const std::vector<Told>& told, std::vector<Told> expected, const char* how) {
  BOOST_TEST_CONTEXT(how) BOOST_TEST(told == expected, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_SUITE(kinds_of_models, Fixture)

BOOST_AUTO_TEST_CASE(texts_of_categories_get_the_same_bits_in_every_protocol) {
  add(tests::category_file(tests::category_trees()), 0.5);
  const scoring::Predictor& predictor = models.find("other")->champion->predictor;
  const std::vector<Told> expected = {
      {predictor.predict(std::vector{0.1F, kGap, 1.0F, 1.0F}).probability, "x1:not_measured"},
      {predictor.predict(std::vector{1.0F, kGap, kGap, kGap}).probability,
       "x1:not_measured x2:unknown_category x3:not_measured"}};
  const std::string records = R"([{"x0":0.1,"x2":"green","x3":"yes"},{"x0":1,"x2":"mauve","x3":null}])";
  const std::string csv = "x0,x1,x2,x3\n0.1,,green,yes\n1,,mauve,\n";
  const auto tensors = [](const std::string& x2, const std::string& x3) {
    return R"({"inputs":[{"name":"x0","shape":[2],"datatype":"FP32","data":[0.1,1]},
                         {"name":"x2","shape":[2],"datatype":"BYTES",)" +
           x2 + R"(},{"name":"x3","shape":[2,1],"datatype":"BYTES",)" + x3 + "}]}";
  };
  check(by_mlflow(R"({"dataframe_records":)" + records + "}"), expected, "dataframe_records");
  check(by_mlflow(R"({"dataframe_split":{"columns":["x3","x0","x2"],"data":[["yes",0.1,"green"],[null,1,"mauve"]]}})"),
        expected, "dataframe_split");
  check(by_mlflow(R"({"instances":[[0.1,null,"green","yes"],[1,null,"mauve",null]]})"), expected, "instances");
  check(by_mlflow(R"({"inputs":{"x0":[0.1,1],"x3":["yes",null],"x2":["green","mauve"]}})"), expected, "inputs");
  check(by_mlflow(csv, "text/csv"), expected, "CSV");
  check(by_batch(csv), expected, "batch");
  check(by_v2(tensors(R"("data":["green","mauve"])", R"("data":[["yes"],[null]])")), expected, "tensors as JSON");
  const std::string in_bytes =
      tensors(R"("parameters":{"binary_data_size":18})", R"("parameters":{"binary_data_size":11})");
  const std::string bytes("\5\0\0\0green\5\0\0\0mauve\3\0\0\0yes\0\0\0\0", 29);
  check(by_v2(in_bytes + bytes, in_bytes.size()), expected, "tensors as bytes");
  const json flag = json::parse(response(Score{score_rows, *database}(request(R"({"data":)" + records + "}")))
                                    .body)["predictions"][1]["flags"][1];
  BOOST_TEST(flag.dump() ==
             R"({"accepted":["red","green","blue"],"feature":"x2","flag":"unknown_category","value":"mauve"})");
  std::vector<Told> without_flags = expected;
  for (Told& told : without_flags)
    told.flags.clear();
  check(by_v1(R"({"data":)" + records + "}"), without_flags, "v1");
  BOOST_TEST(database->begin()
                 .run("SELECT count(DISTINCT (features, probability)) FROM water.water_inferences")
                 .integer(0, 0) == 2);
}

BOOST_AUTO_TEST_CASE(a_value_gets_the_same_bits_in_every_protocol) {
  add(onnx::write_model(scoring::build_model(tests::random_trees(4, 12, 5, 7), tests::example_regression_spec(4),
                                             tests::example_facts(4))),
      std::nullopt);
  const std::vector<Told> expected = {
      {models.find("other")->champion->predictor.predict(std::vector{0.1F, 2.5F, -3.0F, kGap}).margin,
       "x3:not_measured"}};
  const std::string csv = "x0,x1,x2,x3\n0.1,2.5,-3,\n";
  check(by_mlflow(R"({"inputs":[[0.1,2.5,-3,null]]})"), expected, "inputs");
  check(by_mlflow(csv, "text/csv"), expected, "CSV");
  check(by_batch(csv), expected, "batch");
  check(by_v2(R"({"inputs":[{"name":"a","shape":[1,4],"datatype":"FP64","data":[0.1,2.5,-3,null]}]})"), expected, "v2");
  check(by_v1(R"({"data":[{"x0":0.1,"x1":2.5,"x2":-3}]})"), {{expected[0].number, ""}}, "v1");
  const json record =
      json::parse(response(Invocations{score_rows}(request(R"({"inputs":[[1,2,3,4]]})"))).body)["predictions"][0];
  BOOST_TEST(!record.contains("probability"));
}

BOOST_AUTO_TEST_CASE(numbers_that_overflow_are_refused_by_every_protocol) {
  add(tests::category_file(tests::category_linear()), 0.5);
  const auto refused = [](const Answer& answer) {
    const ApiError error = std::get<ApiError>(answer);
    return std::to_string(error.status) + " " + error.code + " " + error.field;
  };
  const std::string row = R"({"x0":3.4e38,"x1":-3.4e38})";
  BOOST_TEST(refused(Score{score_rows, *database}(request(R"({"data":[{"x0":1},)" + row + "]}"))) ==
             "422 number_out_of_range data[1]");
  BOOST_TEST(refused(Invocations{score_rows}(request(R"({"inputs":[)" + row + "]}"))) ==
             "422 number_out_of_range inputs[0]");
  BOOST_TEST(refused(Infer{score_rows}(request(R"({"inputs":[
               {"name":"x0","shape":[1],"datatype":"FP32","data":[3.4e38]},
               {"name":"x1","shape":[1],"datatype":"FP32","data":[-3.4e38]}]})"))) == "422 number_out_of_range row[0]");
  const json partial = json::parse(
      response(Score{score_rows, *database}(request(R"({"partial":true,"data":[)" + row + R"(,{"x0":1}]})"))).body);
  BOOST_TEST(partial["predictions"][0]["error"]["field"] == "data[0]");
  BOOST_TEST(partial["predictions"][1].contains("probability"));
  BOOST_TEST(stored_inferences() == 1);
  Request file = request("");
  file.query = {{"model", "other"}};
  file.body_into = [](std::ostream& into) {
    into << "x0,x1,x2,x3\n3.4e38,-3.4e38,red,no\n";
    return std::optional<ApiError>();
  };
  std::ostringstream text;
  response(PostBatch{score_rows, *database, spool.path()}(file)).body_from(text);
  BOOST_TEST(text.str().ends_with("\n3.4e38,-3.4e38,red,no,,,1,not_computable,false\n"));
}

BOOST_AUTO_TEST_CASE(v2_tells_which_tensors_a_model_takes_and_gives) {
  add(tests::category_file(tests::category_trees()), 0.5);
  const json model = json::parse(response(InferenceModelMetadata{score_rows, registered.registry()}(request(""))).body);
  BOOST_TEST(model["inputs"][1]["datatype"] == "FP32");
  BOOST_TEST(model["inputs"][2].dump() == R"({"datatype":"BYTES","name":"x2","shape":[-1]})");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
