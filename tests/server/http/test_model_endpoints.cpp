#include "server/http/endpoints/metrics.hpp"
#include "server/http/endpoints/model_card.hpp"
#include "server/http/endpoints/model_drift.hpp"
#include "server/http/endpoints/model_precision.hpp"
#include "server/http/endpoints/models.hpp"
#include "server/http/endpoints/score.hpp"
#include "tests/server/http/endpoint_answers.hpp"
#include "tests/server/http/north_plant.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace clearwell::http {
namespace {

using nlohmann::json;
using tests::answered;
using tests::body_of;
using tests::request_for;

BOOST_FIXTURE_TEST_SUITE(model_endpoints, tests::NorthPlant)

BOOST_AUTO_TEST_CASE(models_tell_who_answers) {
  registered.add("example", tests::second_model());
  const json model = body_of(GetModel{registered.registry()}(request_for({{"name", "example"}})));
  BOOST_TEST(model["champion"]["version"] == 1);
  BOOST_TEST(model["champion"]["stage"] == "Production");
  BOOST_TEST(model["champion"]["dataset_sha256"].is_null());
  BOOST_TEST(model["challenger"]["version"] == 2);
  BOOST_TEST(model["challenger"]["stage"] == "Staging");
  BOOST_TEST(model["versions"].size() == 2U);
  BOOST_TEST(model["champion"]["metrics"].dump() == R"({"roc_auc":{"mean":0.66,"sd":0.01}})");
  BOOST_TEST(model["champion"]["parity"].dump() == R"({"digest":")" + std::string(64, 'a') + R"(","rows":256})");
  BOOST_TEST(model["champion"]["model_url"] == "/v1/models/example/versions/1/model.onnx");
  BOOST_TEST(body_of(ListModels{registered.registry()}({}))["models"].size() == 2U);
  BOOST_TEST(answered(GetModel{registered.registry()}(request_for({{"name", "none"}}))).status == 404);
}

BOOST_AUTO_TEST_CASE(a_card_says_what_is_known_and_null_of_the_rest) {
  const Request request = request_for({{"name", "example"}, {"version", "1"}});
  const json card = body_of(GetModelCard{*database, registered.registry()}(request));
  BOOST_TEST(card["version"] == 1);
  BOOST_TEST(card["aliases"].dump() == R"(["champion"])");
  BOOST_TEST(card["lineage"]["model_sha256"] == first.sha256);
  BOOST_TEST(card["inputs"].size() == 4U);
  BOOST_TEST(card["inputs"][0]["trained_on"].dump() == R"({"high":10.0,"low":-10.0,"median":0.0,"missing_share":0.1})");
  BOOST_TEST(card["performance"]["metrics"]["roc_auc"]["mean"] == 0.66);
  for (const char* key : {"fails", "feature_importance"})
    BOOST_TEST(card[key].is_null(), key);
  BOOST_TEST(card["performance"]["baseline"].is_null());
  BOOST_TEST(card["trained_on"]["lineage"].is_null());
  BOOST_TEST(card["trained_on"]["data_origin"] == "simulated");
  BOOST_TEST(card["not_for"]["en"].get<std::string>().starts_with("The training samples are simulated: "));
  BOOST_TEST(
      answered(GetModelCard{*database, registered.registry()}(request_for({{"name", "example"}, {"version", "2"}})))
          .status == 404);
}

BOOST_AUTO_TEST_CASE(the_statistics_of_a_training_set_are_told_as_its_run_kept_them) {
  const GetModelData endpoint{*database, registered.registry()};
  const Request request = request_for({{"name", "example"}, {"version", "1"}});
  const Response without = answered(endpoint(request));
  BOOST_TEST(without.status == 404);
  BOOST_TEST(without.body ==
             R"({"error":{"code":"no_statistics","message":"the training run of version 1 of the model )"
             R"(\"example\" kept no statistics of its rows","field":"version"}})");
  store::Transaction transaction = database->begin();
  transaction.run(
      "INSERT INTO tracking.run_artifacts (run_id, path, media_type, bytes) "
      "VALUES ($1, 'data/statistics.json', 'application/json', '{\"features\":[]}')",
      store::Params().add(first.run_id));
  transaction.commit();
  const Response told = answered(endpoint(request));
  BOOST_TEST(told.status == 200);
  BOOST_TEST(told.content_type == "application/json");
  BOOST_TEST(told.body == R"({"features":[]})");
  BOOST_TEST(answered(endpoint(request_for({{"name", "example"}, {"version", "7"}}))).status == 404);
}

BOOST_AUTO_TEST_CASE(a_card_is_a_page_that_runs_and_fetches_nothing) {
  const GetModelCardPage endpoint{*database, registered.registry()};
  const Response page = answered(endpoint(request_for({{"name", "example"}, {"version", "1"}})));
  BOOST_TEST(page.content_type == "text/html; charset=utf-8");
  BOOST_REQUIRE(page.headers.size() == 1U);
  BOOST_TEST(page.headers[0].first == "Content-Security-Policy");
  BOOST_TEST(page.headers[0].second.starts_with("default-src 'none'; style-src 'unsafe-inline'"));
  for (const char* part : {"Model card · example version 1", "Must not be used for",
                           "This model learnt from simulated samples.", "Where it fails"})
    BOOST_TEST(page.body.find(part) != std::string::npos, part);
  for (const char* request : {"<script", "<link", "<img", "src=", "http://", "https://"})
    BOOST_TEST(page.body.find(request) == std::string::npos, request);
  BOOST_TEST(answered(endpoint(request_for({{"name", "none"}, {"version", "1"}}))).status == 404);
}

BOOST_AUTO_TEST_CASE(the_file_is_the_registered_one_byte_for_byte) {
  const DownloadModel endpoint{registered.registry()};
  Request request = request_for({{"name", "example"}, {"version", "1"}});
  const Response response = answered(endpoint(request));
  BOOST_TEST((response.body == tests::first_model()));
  BOOST_TEST(response.content_type == "application/octet-stream");
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"ETag", '"' + first.sha256 + '"'}, {"Cache-Control", "public, max-age=31536000, immutable"}};
  BOOST_CHECK(response.headers == expected);
  request.headers.emplace("If-None-Match", '"' + first.sha256 + '"');
  BOOST_TEST(answered(endpoint(request)).status == 304);
  BOOST_TEST(answered(endpoint(request)).body.empty());
  for (const char* version : {"2", "0", "-1", "1x", "", "99999999999"}) {
    BOOST_TEST(answered(endpoint(request_for({{"name", "example"}, {"version", version}}))).status == 404, version);
  }
}

BOOST_AUTO_TEST_CASE(a_plants_token_speaks_for_that_plant_alone) {
  const Score endpoint{{models, scoring, telemetry}, *database};
  Request request = request_for({{"name", "example"}});
  request.caller = {.role = access::Role::kPlant, .name = "probe", .plant_id = "north", .token_id = 1};
  request.body = R"({"data":[{"x0":1}]})";
  BOOST_TEST(answered(endpoint(request)).status == 200);
  BOOST_TEST(database->begin().run("SELECT plant_id FROM water.water_inferences").text(0, 0) == "north");
  request.body = R"({"plant_id":"south","data":[{"x0":1}]})";
  BOOST_TEST(
      answered(endpoint(request)).body ==
      R"({"error":{"code":"wrong_plant","message":"this token is of the plant \"north\", not of \"south\"","field":"plant_id"}})");
  BOOST_TEST(stored_inferences() == 1);
}

// As the JSON library writes it elsewhere.
BOOST_AUTO_TEST_CASE(a_flag_quotes_a_number_as_every_answer_does) {
  const Score endpoint{{models, scoring, telemetry}, *database};
  Request request = request_for({{"name", "example"}});
  request.caller = {.role = access::Role::kAdmin, .name = "local", .plant_id = {}};
  for (const auto& [sent, quoted] : std::map<std::string, std::string>{{"200", "200.0"},
                                                                       {"100000", "100000.0"},
                                                                       {"-1e30", "-1e+30"},
                                                                       {"16777217", "16777216.0"},
                                                                       {"123.456", "123.456"}}) {
    request.body = R"({"data":[{"x1":)" + sent + "}]}";
    const Response response = answered(endpoint(request));
    BOOST_TEST(json::accept(response.body));
    BOOST_TEST(response.body.find("\"value\":" + quoted + ',') != std::string::npos, sent << ": " << response.body);
  }
}

BOOST_AUTO_TEST_CASE(an_answer_has_the_shape_of_the_contract) {
  const Score endpoint{{models, scoring, telemetry}, *database};
  Request request = request_for({{"name", "example"}});
  request.caller = {.role = access::Role::kAdmin, .name = "local", .plant_id = {}};
  request.body = R"({"data":[{"x0":1,"x1":200}],"contributions":true})";
  const json body = body_of(endpoint(request));
  BOOST_TEST(body["model"] == "example");
  BOOST_TEST(body["version"] == 1);
  const json& prediction = body["predictions"][0];
  BOOST_TEST(prediction["threshold"] == 0.5);
  BOOST_TEST(prediction["positive"].is_boolean());
  BOOST_TEST(prediction["flags"].dump() ==
             R"([{"accepted":[-100.0,100.0],"feature":"x1","flag":"outside_plausible_range","value":200.0},)"
             R"({"accepted":[-10.0,10.0],"feature":"x2","flag":"not_measured","value":null},)"
             R"({"accepted":[-10.0,10.0],"feature":"x3","flag":"not_measured","value":null}])");
  BOOST_TEST(body["simulated"] == false);
  BOOST_TEST(body["disclaimer"].dump() == R"({"en":"","es":""})");  // the example spec's
  BOOST_TEST(prediction["contributions"].size() == 4U);
  BOOST_TEST(prediction["contributions"][0]["feature"] == "x0");
  // The number as written is the float as stored.
  const store::Rows stored =
      database->begin().run("SELECT probability FROM water.water_inferences WHERE inference_id = $1",
                            store::Params().add(prediction["inference_id"].get<std::int64_t>()));
  BOOST_TEST(static_cast<float>(stored.number(0, 0)) == static_cast<float>(prediction["probability"].get<double>()));
  BOOST_TEST(prediction["probability"].dump().size() <= 12U);
}

BOOST_AUTO_TEST_CASE(an_answer_says_that_its_model_learnt_from_simulated_samples) {
  registered.add("invented", tests::simulated_model());
  const scoring::ModelCache reloaded(database.shared(), registered.registry(), tests::deaf_observer());
  Request request = request_for({{"name", "invented"}});
  request.caller = {.role = access::Role::kAdmin, .name = "local", .plant_id = {}};
  request.body = R"({"data":[{"x0":1}]})";
  const json body = body_of(Score{{reloaded, scoring, telemetry}, *database}(request));
  BOOST_TEST(body["simulated"] == true);
  BOOST_TEST(body["disclaimer"]["en"].get<std::string>().starts_with("The training samples are simulated: "));
  BOOST_TEST(body["disclaimer"]["es"].get<std::string>().starts_with("Las muestras de entrenamiento son simuladas: "));
}

BOOST_AUTO_TEST_CASE(a_row_of_nothing_is_refused_and_leaves_no_inference) {
  Request request = request_for({{"name", "example"}});
  request.caller = {.role = access::Role::kAdmin, .name = "local", .plant_id = {}};
  request.body = R"({"data":[{"x0":1},{}]})";
  const Response response = answered(Score{{models, scoring, telemetry}, *database}(request));
  BOOST_TEST(response.status == 422);
  BOOST_TEST(response.body ==
             R"({"error":{"code":"nothing_measured","message":"the row has no measurement, so there is nothing to )"
             R"(estimate from; at least one is expected of: x0, x1, x2, x3","field":"data[1]"}})");
  BOOST_TEST(stored_inferences() == 0);
}

BOOST_AUTO_TEST_CASE(drift_is_told_window_by_window) {
  store::Transaction transaction = database->begin();
  transaction.run_script(R"(
    INSERT INTO tracking.drift_windows (name, version, window_start, window_end, n_rows, outcome, reason, computed_at)
    VALUES ('example', 1, '2026-03-01Z', '2026-03-02Z', 90, 'drift', 'x0', now()),
           ('example', 1, '2026-03-02Z', '2026-03-03Z', 0, 'not_computed', 'the window has no inference', now());
    INSERT INTO tracking.feature_drift (name, version, window_start, feature, method, statistic, drifted, not_computed,
                                        n_reference, n_current)
    VALUES ('example', 1, '2026-03-01Z', 'x0', 'wasserstein', 0.25, true, '', 2000, 90),
           ('example', 1, '2026-03-01Z', 'x1', NULL, NULL, NULL, 'the window has no measured value', 2000, 0))");
  transaction.commit();
  const json body =
      body_of(GetModelDrift{*database, registered.registry()}(request_for({{"name", "example"}, {"version", "1"}})));
  BOOST_REQUIRE(body["windows"].size() == 2U);
  BOOST_TEST(body["windows"][0]["from"] == "2026-03-02T00:00:00Z");
  BOOST_TEST(body["windows"][0]["outcome"] == "not_computed");
  BOOST_TEST(body["windows"][0]["features"].empty());
  const json& features = body["windows"][1]["features"];
  BOOST_TEST(features[0]["statistic"] == 0.25);
  BOOST_TEST(features[0]["not_computed"].is_null());
  BOOST_TEST(features[1]["statistic"].is_null());
  BOOST_TEST(features[1]["not_computed"] == "the window has no measured value");
  const Answer unknown =
      GetModelDrift{*database, registered.registry()}(request_for({{"name", "example"}, {"version", "9"}}));
  BOOST_TEST(std::get<ApiError>(unknown).code == "unknown_model_version");
}

BOOST_AUTO_TEST_CASE(precision_is_told_with_its_bounds_and_each_false_positive) {
  store::Transaction transaction = database->begin();
  transaction.run_script(R"(
    SELECT water.ensure_inference_partition('2026-03-01Z');
    INSERT INTO water.water_inferences (inferred_at, inference_id, model, version, role, plant_id, features, margin,
                                        probability, threshold, positive)
    SELECT timestamptz '2026-03-01Z' + n * interval '1 hour', n, 'example', 1, 'champion', 'north', '{1}', 0, 0.75, 0.5, n > 1
    FROM generate_series(1, 3) n;
    INSERT INTO water.samples (plant_id, model, label, sampled_at, origin, sample_key)
    SELECT 'north', 'example', n = 2, timestamptz '2026-03-01Z' + n * interval '1 hour', 'a test', n
    FROM generate_series(1, 3) n;
    INSERT INTO water.inference_samples (sample_id, inferred_at, inference_id, seconds_apart)
    SELECT sample_id, sampled_at, sample_key::bigint, 0 FROM water.samples WHERE origin = 'a test')");
  transaction.commit();
  const Request request = request_for({{"name", "example"}, {"version", "1"}});
  const json body = body_of(GetModelPrecision{*database, registered.registry()}(request));
  BOOST_REQUIRE(body["realised"].size() == 1U);
  const json& window = body["realised"][0];
  BOOST_TEST(window["samples"] == 3);
  BOOST_TEST(window["true_positives"] == 1);
  BOOST_TEST(window["false_positives"] == 1);
  BOOST_TEST(window["true_negatives"] == 1);
  BOOST_TEST(window["precision"]["value"] == 0.5);
  BOOST_TEST(window["precision"]["lower"].get<double>() == 0.0945312, boost::test_tools::tolerance(1e-5));
  BOOST_TEST(window["recall"]["value"] == 1);

  const json listed = body_of(ListFalsePositives{*database, registered.registry()}(request));
  BOOST_REQUIRE(listed["false_positives"].size() == 1U);
  BOOST_TEST(listed["false_positives"][0]["inference_id"] == 3);
  BOOST_TEST(listed["false_positives"][0]["sampled_at"] == "2026-03-01T03:00:00.000Z");
  BOOST_TEST(listed["false_positives"][0]["plant_id"] == "north");
}

BOOST_AUTO_TEST_CASE(a_repeated_request_gets_the_same_answer_and_is_scored_once) {
  registered.add("example", tests::second_model());
  const Score endpoint{{models, scoring, telemetry}, *database};
  Request request = request_for({{"name", "example"}});
  request.caller = {.role = access::Role::kPlant, .name = "probe", .plant_id = "north", .token_id = 7};
  request.headers.emplace("Idempotency-Key", "reading-1");
  request.body = R"({"data":[{"x0":1},{},{"x0":2,"x1":200}],"partial":true,"contributions":true})";
  const std::string first_answer = answered(endpoint(request)).body;
  BOOST_TEST(json::parse(first_answer)["logged"] == true);
  BOOST_TEST(answered(endpoint(request)).body == first_answer);
  // Also after a promotion: who answered before answers again.
  registered.give_alias("example", "champion", 2);
  const scoring::ModelCache promoted(database.shared(), registered.registry(), tests::deaf_observer());
  const Score later{{promoted, scoring, telemetry}, *database};
  BOOST_TEST(answered(later(request)).body == first_answer);
  shadow.wait_until_idle();
  const store::Rows logged =
      database->begin().run("SELECT count(*) FROM water.water_inferences WHERE role = 'champion'");
  BOOST_TEST(logged.integer(0, 0) == 2);

  request.body = R"({"data":[{"x0":1}]})";
  BOOST_TEST(answered(endpoint(request)).body ==
             R"({"error":{"code":"idempotency_key_reused","message":"this Idempotency-Key came before with another )"
             R"(request; a new request needs a new key","field":"Idempotency-Key"}})");
  BOOST_TEST(answered(endpoint(request)).status == 422);
  request.caller.token_id = 8;  // another caller's key is another key
  BOOST_TEST(answered(endpoint(request)).status == 200);
  for (const std::string& bad : {std::string(), std::string(129, 'a'), std::string("a b"), std::string("\xC3\xA9")}) {
    request.headers.erase("Idempotency-Key");
    request.headers.emplace("Idempotency-Key", bad);
    BOOST_TEST(answered(endpoint(request)).status == 400, bad);
  }
}

BOOST_AUTO_TEST_CASE(a_partial_answer_has_an_entry_for_each_row) {
  Request request = request_for({{"name", "example"}});
  request.caller = {.role = access::Role::kAdmin, .name = "local", .plant_id = {}};
  request.body = R"({"data":[{},{"x0":1},{"x9":1},{"x0":2},7],"partial":true})";
  const json body = body_of(Score{{models, scoring, telemetry}, *database}(request));
  const json& rows = body["predictions"];
  BOOST_REQUIRE(rows.size() == 5U);
  BOOST_TEST(rows[0]["error"]["code"] == "nothing_measured");
  BOOST_TEST(rows[0]["error"]["field"] == "data[0]");
  BOOST_TEST(rows[1].contains("probability"));
  BOOST_TEST(rows[2]["error"]["field"] == "data[2].x9");
  BOOST_TEST(rows[3].contains("probability"));
  BOOST_TEST(rows[4]["error"]["code"] == "invalid_body");
  BOOST_TEST(stored_inferences() == 2);
}

BOOST_AUTO_TEST_CASE(metrics_follow_the_store_and_the_models) {
  registered.add("water_potability", tests::first_model());  // of this one the schedule knows a spec
  const Response response = answered(Metrics{*database, models, schedule, telemetry}({}));
  BOOST_TEST(response.content_type == "text/plain; version=0.0.4; charset=utf-8");
  for (const char* line :
       {"clearwell_last_sample_timestamp_seconds{plant=\"north\"} 1772524800\n",
        "clearwell_model_info{alias=\"champion\",family=\"example\",model=\"example\",version=\"1\"} 1\n",
        "clearwell_training_last_success_timestamp_seconds{model=\"example\"} ",
        "clearwell_retrain_last_success_timestamp_seconds{model=\"water_potability\"} ",
        "clearwell_retrain_due_timestamp_seconds{model=\"water_potability\"} "}) {
    BOOST_TEST(response.body.find(line) != std::string::npos, line);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
