#include "server/http/endpoints/metrics.hpp"
#include "server/http/endpoints/models.hpp"
#include "server/http/endpoints/score.hpp"
#include "tests/server/http/service_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <limits>
#include <thread>

/// What a model of a number answers where others answer a class.
namespace clearwell::http {
namespace {

using nlohmann::json;

std::string regression_file() {
  return onnx::write_model(scoring::build_model(tests::random_trees(4, 12, 5, 7), tests::example_regression_spec(4),
                                                tests::example_facts(4)));
}

struct Fixture : tests::ServiceFixture {
  Fixture() : heights(registered.add("heights", regression_file(), std::nullopt)) {
    // The cache is told by NOTIFY.
    for (int tries = 0; tries < 500 && !models.find("heights"); ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    BOOST_REQUIRE(models.find("heights"));
  }

  json score(const std::string& body) const {
    Request request;
    request.path_parameters = {{"name", "heights"}};
    request.body = body;
    return json::parse(std::get<Response>(Score{{models, scoring, telemetry}, *database}(request)).body);
  }

  registry::ModelVersion heights;
};

BOOST_FIXTURE_TEST_SUITE(regression_endpoints, Fixture)

BOOST_AUTO_TEST_CASE(a_score_is_a_value_with_its_unit) {
  const json answer = score(R"({"data": [{"x0": 1, "x1": 2.5, "x2": -3}]})");
  const auto predictor = scoring::Predictor::load(regression_file());
  BOOST_REQUIRE(predictor);
  const float row[] = {1, 2.5F, -3, std::numeric_limits<float>::quiet_NaN()};
  const json& prediction = answer["predictions"][0];
  BOOST_TEST(prediction["value"].get<float>() == predictor->predict(row).margin);
  BOOST_TEST(prediction["unit"] == "mm");
  BOOST_TEST(prediction["flags"][0]["feature"] == "x3");
  for (const char* of_classes : {"positive", "probability", "threshold"})
    BOOST_TEST(!prediction.contains(of_classes), of_classes);
}

BOOST_AUTO_TEST_CASE(contributions_add_up_to_the_value) {
  const json answer = score(R"({"data": [{"x0": 1, "x1": 2.5, "x2": -3, "x3": 4}], "contributions": true})");
  const json& prediction = answer["predictions"][0];
  double sum = prediction["bias"].get<double>();
  for (const json& contribution : prediction["contributions"])
    sum += contribution["value"].get<double>();
  BOOST_CHECK_SMALL(sum - prediction["value"].get<double>(), 1e-5);
  BOOST_TEST(!prediction.contains("log_odds"));
}

BOOST_AUTO_TEST_CASE(the_log_keeps_the_value_and_no_class) {
  const json answer = score(R"({"data": [{"x0": 1}]})");
  const store::Rows rows = database->begin().run(
      "SELECT margin, probability, threshold, positive FROM water.water_inferences WHERE model = 'heights'");
  BOOST_REQUIRE(rows.size() == 1);
  BOOST_CHECK_CLOSE(rows.number(0, 0), answer["predictions"][0]["value"].get<double>(), 1e-4);
  for (const std::size_t column : {1U, 2U, 3U})
    BOOST_TEST(rows.is_null(0, column));
}

BOOST_AUTO_TEST_CASE(the_list_of_models_has_no_threshold_of_it) {
  const json listed = json::parse(std::get<Response>(ListModels{registered.registry()}(Request())).body);
  bool found = false;
  for (const json& version : listed["models"])
    if (version["name"] == "heights") {
      found = true;
      BOOST_TEST(version["threshold"].is_null());
    }
  BOOST_TEST(found);
}

BOOST_AUTO_TEST_CASE(answers_are_counted_as_values) {
  static_cast<void>(score(R"({"data": [{"x0": 1}, {"x0": 2}]})"));
  const std::string text = std::get<Response>(Metrics{*database, models, schedule, telemetry}(Request())).body;
  BOOST_TEST((text.find(R"(clearwell_inferences_total{model="heights",outcome="value",role="champion"} 2)") !=
              std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
