#include "server/http/endpoints/inferences.hpp"
#include "server/http/endpoints/models.hpp"
#include "server/http/endpoints/score.hpp"
#include "server/http/entity_tag.hpp"
#include "server/store/sql.hpp"
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
const access::Caller kLab{.role = access::Role::kLab, .name = "lab", .plant_id = "north", .token_id = 4};
const access::Caller kAdmin{.role = access::Role::kAdmin, .name = "eva", .plant_id = {}, .token_id = 5};

/// One answer about the plant north, with a value that no double holds and one not measured.
struct LoggedAnswer : tests::NorthPlant {
  LoggedAnswer() { id = append("champion"); }
  std::int64_t append(std::string_view role) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    return log
        .append({{.model = "example",
                  .version = 1,
                  .role = role,
                  .features = {7.1F, nan, -3, 0},
                  .margin = 0.1F,
                  .probability = 0.52497918F,
                  .threshold = 0.5F,
                  .positive = true,
                  .plant_id = "north",
                  .sensor_id = ""}})
        .ids.front();
  }
  Response ask(const access::Caller& caller, const std::string& number, const std::string& if_none_match = "") const {
    Request request = tests::request_for({{"id", number}});
    request.caller = caller;
    if (!if_none_match.empty()) request.headers.emplace("If-None-Match", if_none_match);
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

json error_of(const Response& response) {
  return json::parse(response.body)["error"];
}

std::string header_of(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

BOOST_FIXTURE_TEST_SUITE(inference_endpoints, LoggedAnswer)

BOOST_AUTO_TEST_CASE(the_public_sees_an_answer_once_it_is_published) {
  BOOST_TEST(ask(kPublic).status == 404);
  BOOST_TEST(ask(kSouth).status == 404);
  BOOST_TEST(ask(kNorth).status == 200);
  BOOST_TEST(ask(kRegulator).status == 200);
  BOOST_TEST(publish(kSouth).body == ask(kSouth).body);
  BOOST_TEST(publish(kSouth).status == 404);
  BOOST_TEST(ask(kPublic).status == 404);
  BOOST_TEST(publish(kNorth).status == 200);
  BOOST_TEST(ask(kPublic).status == 200);
  BOOST_TEST(error_of(publish(kNorth))["message"] == "the inference is public already");
  BOOST_TEST(error_of(publish(kSouth))["code"] == "wrong_plant");
  const store::Rows audit = database->begin().run(
      "SELECT subject, action, object FROM ops.audit_entries WHERE action = 'inference.published'");
  BOOST_REQUIRE(audit.size() == 1U);
  BOOST_TEST(audit.text(0, 0) == "north");
  BOOST_TEST(audit.text(0, 2) == "inference/" + std::to_string(id));
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_not_public_is_like_none_to_others) {
  const std::string next = std::to_string(id + 1);
  const auto all = [&] { return std::array{ask(kPublic, next), ask(kSouth, next), ask(kLab, next)}; };
  const auto before = all();
  BOOST_REQUIRE(append("champion") == id + 1);
  const auto after = all();
  for (std::size_t i = 0; i < before.size(); ++i) {
    BOOST_TEST(before[i].status == 404);
    BOOST_TEST(after[i].status == 404);
    BOOST_TEST(after[i].body == before[i].body);
    BOOST_TEST((after[i].headers == before[i].headers));
  }
  BOOST_TEST(ask(kNorth, next).status == 200);
}

BOOST_AUTO_TEST_CASE(what_is_scored_in_shadow_is_for_authorities_only) {
  id = append("challenger");
  for (const access::Caller& caller : {kPublic, kNorth, kSouth, kLab})
    BOOST_TEST(error_of(ask(caller))["code"] == "unknown_inference");
  for (const access::Caller& caller : {kRegulator, kAdmin})
    BOOST_TEST(json::parse(ask(caller).body)["role"] == "challenger");

  BOOST_TEST(publish(kNorth).body == ask(kNorth).body);
  const Response refused = publish(kAdmin);
  BOOST_TEST(refused.status == 409);
  BOOST_TEST(error_of(refused)["code"] == "shadow_inference");
  BOOST_TEST(error_of(refused)["message"] == "the challenger scored inference " + std::to_string(id) +
                                                 " in shadow; only what was answered to somebody can be made public");
  BOOST_TEST(json::parse(ask(kRegulator).body)["published_at"].is_null());
}

BOOST_AUTO_TEST_CASE(a_public_answer_may_be_kept_for_ever) {
  BOOST_TEST(header_of(ask(kNorth), "Cache-Control") == "");
  BOOST_TEST(publish(kNorth).status == 200);
  const Response told = ask(kPublic);
  BOOST_TEST(header_of(told, "Cache-Control") == kImmutable);
  BOOST_TEST(ask(kRegulator).body == told.body);
  const Response again = ask(kPublic, std::to_string(id), header_of(told, "ETag"));
  BOOST_TEST(again.status == 304);
  BOOST_TEST(again.body == "");
}

// Nobody without a token makes the database read the log: a number that is not public ends at the publications' key.
BOOST_AUTO_TEST_CASE(the_public_does_not_search_the_log) {
  store::Transaction transaction = database->begin();
  transaction.run("SET LOCAL enable_seqscan = off");  // the planner would not care, with two rows
  const auto parts_read = [&](bool among_all) {
    const store::Rows plan =
        transaction.run("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + std::string(store::sql::find_inference),
                        store::Params().add(id).add(among_all));
    int n_read = 0;
    for (std::size_t i = 0; i < plan.size(); ++i) {
      const std::string& line = plan.text(i, 0);
      if (line.find(" on water_inferences") != std::string::npos && line.find("never executed") == std::string::npos)
        ++n_read;
    }
    return n_read;
  };
  BOOST_TEST(parts_read(false) == 0);
  BOOST_TEST(parts_read(true) > 0);
}

BOOST_AUTO_TEST_CASE(an_answer_says_whether_its_model_learnt_from_simulated_samples) {
  BOOST_TEST(json::parse(ask(kNorth).body)["simulated"] == true);
  store::Transaction transaction = database->begin();
  transaction.run("UPDATE tracking.model_versions SET data_origin = 'laboratory'");
  transaction.commit();
  BOOST_TEST(json::parse(ask(kNorth).body)["simulated"] == false);
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
  BOOST_TEST(told["margin_bits"] == bits_of(again.margin));
  BOOST_TEST(told["probability_bits"] == bits_of(again.probability));
  BOOST_TEST(told["positive"] == again.positive);
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
