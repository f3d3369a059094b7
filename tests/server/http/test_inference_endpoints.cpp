#include "server/http/endpoints/inferences.hpp"
#include "server/http/endpoints/models.hpp"
#include "server/http/endpoints/score.hpp"
#include "tests/server/http/endpoint_answers.hpp"
#include "tests/server/http/north_plant.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <bit>
#include <cstdio>
#include <limits>

namespace clearwell::http {
namespace {

using nlohmann::json;
using tests::answered;

const access::Caller kPublic;
const access::Caller kNorth{.role = access::Role::kPlant, .name = "north", .plant_id = "north", .token_id = 1};
const access::Caller kSouth{.role = access::Role::kPlant, .name = "south", .plant_id = "south", .token_id = 2};
const access::Caller kRegulator{.role = access::Role::kRegulator, .name = "ana", .plant_id = {}, .token_id = 3};

/// One answer about the plant north, with a value that no double holds and one not measured.
struct LoggedAnswer : tests::NorthPlant {
  LoggedAnswer() {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    id = log.append({{.model = "example",
                      .version = 1,
                      .role = "champion",
                      .features = {7.1F, nan, -3, 0},
                      .margin = 0.1F,
                      .probability = 0.52497918F,
                      .threshold = 0.5F,
                      .positive = true,
                      .plant_id = "north",
                      .sensor_id = ""}})
             .ids.front();
  }
  Response ask(const access::Caller& caller, const std::string& number) const {
    Request request = tests::request_for({{"id", number}});
    request.caller = caller;
    return answered(GetInference{*database}(request));
  }
  Response ask(const access::Caller& caller) const { return ask(caller, std::to_string(id)); }
  Response publish(const access::Caller& caller) const {
    Request request = tests::request_for({{"id", std::to_string(id)}});
    request.caller = caller;
    return answered(PublishInference{*database}(request));
  }
  std::int64_t id = 0;
};

BOOST_FIXTURE_TEST_SUITE(inference_endpoints, LoggedAnswer)

BOOST_AUTO_TEST_CASE(the_public_sees_an_answer_once_it_is_published) {
  BOOST_TEST(ask(kPublic).status == 404);
  BOOST_TEST(ask(kSouth).status == 404);
  BOOST_TEST(ask(kNorth).status == 200);
  BOOST_TEST(ask(kRegulator).status == 200);
  BOOST_TEST(publish(kSouth).status == 403);
  BOOST_TEST(ask(kPublic).status == 404);
  BOOST_TEST(publish(kNorth).status == 200);
  BOOST_TEST(ask(kPublic).status == 200);
  BOOST_TEST(json::parse(publish(kNorth).body)["error"]["message"] == "the inference is public already");
  const store::Rows audit = database->begin().run(
      "SELECT subject, action, object FROM ops.audit_entries WHERE action = 'inference.published'");
  BOOST_REQUIRE(audit.size() == 1U);
  BOOST_TEST(audit.text(0, 0) == "north");
  BOOST_TEST(audit.text(0, 2) == "inference/" + std::to_string(id));
}

BOOST_AUTO_TEST_CASE(an_answer_carries_its_features_and_every_bit) {
  const json told = json::parse(ask(kNorth).body);
  BOOST_TEST(told["model"] == "example");
  BOOST_TEST(told["version"] == 1);
  BOOST_TEST(told["plant_id"] == "north");
  BOOST_TEST(told["features"].dump() == "[7.1,null,-3,0]");
  BOOST_TEST(told["margin_bits"] == "3dcccccd");
  BOOST_TEST(told["probability_bits"] == "3f066509");
  BOOST_TEST(told["positive"] == true);
  BOOST_TEST(told["published_at"].is_null());
  BOOST_TEST(told["model_url"] == "/v1/models/example/versions/1/model.onnx");
}

/// `3dcccccd` of 0.1.
std::string bits_of(float value) {
  std::array<char, 9> text{};
  static_cast<void>(std::snprintf(text.data(), text.size(), "%08x", std::bit_cast<unsigned>(value)));
  return text.data();
}

BOOST_AUTO_TEST_CASE(with_the_version_of_that_time_anybody_computes_the_same_bits) {
  Request scored = tests::request_for({{"name", "example"}});
  scored.caller = kNorth;
  scored.body = R"({"data": [{"x0": 7.1, "x2": -3, "x3": 0.1}]})";
  const json answer = tests::body_of(Score{{models, scoring, telemetry}, *database}(scored));
  id = answer["predictions"][0]["inference_id"];
  BOOST_TEST(publish(kNorth).status == 200);
  registered.give_alias("example", "champion", registered.add("example", tests::second_model()).version);

  const json told = json::parse(ask(kPublic).body);
  const Response file = answered(DownloadModel{registered.registry()}(
      tests::request_for({{"name", told["model"]}, {"version", told["version"].dump()}})));
  BOOST_TEST(told["version"] == 1);
  BOOST_TEST(told["model_url"] == "/v1/models/example/versions/1/model.onnx");
  const auto predictor = scoring::Predictor::load(file.body);
  BOOST_REQUIRE(predictor);
  std::vector<float> features;
  for (const json& value : told["features"])
    features.push_back(value.is_null() ? std::numeric_limits<float>::quiet_NaN() : value.get<float>());
  const scoring::Prediction again = predictor->predict(features);
  BOOST_TEST(bits_of(again.margin) == told["margin_bits"]);
  BOOST_TEST(bits_of(again.probability) == told["probability_bits"]);
  BOOST_TEST(again.positive == told["positive"]);
}

BOOST_AUTO_TEST_CASE(what_is_no_number_of_an_answer_is_unknown) {
  for (const char* number : {"0", "-1", "x", "", "99999999999999999999", "999999"}) {
    const Response response = ask(kRegulator, number);
    BOOST_TEST(response.status == 404);
    BOOST_TEST(json::parse(response.body)["error"]["code"] == "unknown_inference");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
