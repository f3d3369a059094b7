#include "server/http/routes.hpp"

#include "server/access/tokens.hpp"
#include "server/http/authentication.hpp"
#include "server/http/endpoints/openapi.hpp"
#include "tests/interruptible_database.hpp"
#include "tests/server/http/north_plant.hpp"
#include "tests/server/http/service_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::http {
namespace {

using access::Role;

BOOST_AUTO_TEST_SUITE(routes)

BOOST_AUTO_TEST_CASE(openapi_describes_exactly_the_routes_there_are) {
  const tests::ServiceFixture fixture;
  const nlohmann::json document = nlohmann::json::parse(kOpenApiJson);
  std::set<std::string> described;
  for (const auto& [path, operations] : document["paths"].items()) {
    for (const auto& [method, operation] : operations.items()) {
      std::string upper = method;
      std::transform(upper.begin(), upper.end(), upper.begin(),
                     [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      described.insert(upper + " " + path + " " + operation["x-role"].get<std::string>());
    }
  }
  std::set<std::string> routed;
  for (const Route& route : make_routes(fixture.services())) {
    routed.insert(std::string(route.method) + " " + std::string(route.pattern) + " " +
                  std::string(access::role_name(route.needed)));
  }
  BOOST_TEST(described == routed, boost::test_tools::per_element());
}

/// Who may call a route, decided here apart from the router's table: a new route needs a line of its own.
struct Decided {
  std::string_view route;
  std::vector<Role> roles;       ///< besides admin, who may do everything
  bool of_one_plant = false;     ///< a token that is bound to another plant is refused
  std::string_view body = "{}";  ///< of a request about the plant `north`
};
const std::vector<Role> kEverybody = {Role::kPublic, Role::kPlant, Role::kLab, Role::kRegulator};
constexpr std::string_view kSample = R"({"plant_id": "north", "sampled_at": "2026-03-12T08:00:00Z", "results": [
  {"parameter": "ph", "value": 7}]})";
constexpr std::string_view kReading = R"({"sensor_id": "north-ph", "read_at": "2026-03-12T08:00:00Z", "value": 7})";
constexpr std::string_view kObservation = R"({"phenomenonTime": "2026-03-12T08:00:00Z", "result": 7,
  "Datastream": {"@iot.id": "north-ph"}})";
constexpr std::string_view kCorrection = R"({"reason": "r", "results": [{"parameter": "ph", "value": 8}]})";
constexpr std::string_view kTensors = R"({"parameters": {"plant_id": "north"}, "inputs": [
  {"name": "x0", "shape": [1], "datatype": "FP32", "data": [1]}]})";
const Decided kDecided[] = {
    {"GET /healthz", kEverybody},
    {"GET /readyz", kEverybody},
    {"GET /version", kEverybody},
    {"GET /metrics", {Role::kRegulator}},
    {"GET /openapi.json", kEverybody},
    {"GET /docs", kEverybody},
    {"GET /docs/{file}", kEverybody},
    {"GET /v1/plants", kEverybody},
    {"GET /v1/plants/{id}", kEverybody},
    {"GET /v1/plants/{id}/history", kEverybody},
    {"GET /v1/plants/{id}/history/tiles", kEverybody},
    {"GET /v1/history/tiles/{sha256}.tile", kEverybody},
    {"GET /v1/plants/{id}/compliance", kEverybody},
    {"GET /v1/plants/{id}/samples", kEverybody},
    {"GET /v1/samples/{id}", kEverybody},
    {"POST /v1/samples", {Role::kLab}, true, kSample},
    {"POST /v1/samples/{id}/corrections", {Role::kLab}, true, kCorrection},
    {"POST /v1/samples/{id}/certify", {Role::kLab}, true},
    {"POST /v1/samples/{id}/publish", {Role::kLab}, true},
    {"GET /v1/conflicts", {Role::kLab}},
    {"POST /v1/conflicts/{id}/decide", {Role::kLab}, true, R"({"decision": "kept", "reason": "r"})"},
    {"GET /v1/readings/conflicts", {Role::kLab}},
    {"POST /v1/readings/conflicts/{id}/decide", {Role::kLab}, true, R"({"decision": "kept", "reason": "r"})"},
    {"GET /v1/audit", {Role::kRegulator}},
    {"POST /v1/sensors", {Role::kPlant}, true, R"({"sensor_id": "north-2", "plant_id": "north", "parameter": "ph"})"},
    {"POST /v1/readings", {Role::kPlant}, true, kReading},
    {"POST /v1.1/Observations", {Role::kPlant}, true, kObservation},
    {"POST /v1.1/Datastreams({id})/Observations",
     {Role::kPlant},
     true,
     R"({"phenomenonTime": "2026-03-12T08:00:00Z", "result": 7})"},
    {"GET /v1/models", kEverybody},
    {"GET /v1/models/{name}", kEverybody},
    {"GET /v1/models/{name}/versions/{version}", kEverybody},
    {"GET /v1/models/{name}/versions/{version}/card", kEverybody},
    {"GET /v1/models/{name}/versions/{version}/card.html", kEverybody},
    {"GET /v1/models/{name}/versions/{version}/data", kEverybody},
    {"GET /v1/models/{name}/versions/{version}/drift", kEverybody},
    {"GET /v1/models/{name}/versions/{version}/precision", kEverybody},
    {"GET /v1/models/{name}/versions/{version}/false_positives", {Role::kRegulator}},
    {"GET /v1/models/{name}/versions/{version}/model.onnx", kEverybody},
    {"GET /v1/models/{name}/promotions", kEverybody},
    {"POST /v1/models/{name}/train", {}},
    {"POST /v1/models/{name}/promote", {}},
    {"POST /v1/models/{name}/rollback", {}},
    {"GET /v1/jobs", {Role::kRegulator}},
    {"GET /v1/jobs/{id}", {Role::kRegulator}},
    {"GET /v1/inferences/{id}", kEverybody},
    {"POST /v1/inferences/{id}/publish", {Role::kPlant}, true},
    {"POST /v1/models/{name}/score", {Role::kPlant}, true, R"({"plant_id": "north", "data": [{"x0": 1}]})"},
    {"POST /v1/batch", {Role::kPlant}},
    {"GET /v1/batch/{id}", {Role::kPlant}},
    {"GET /ping", {Role::kPlant}},
    {"GET /health", {Role::kPlant}},
    {"POST /invocations", {Role::kPlant}, true, R"({"instances": [[1, 2, 3, 4]], "params": {"plant_id": "north"}})"},
    {"GET /v2", {Role::kPlant}},
    {"GET /v2/health/live", {Role::kPlant}},
    {"GET /v2/health/ready", {Role::kPlant}},
    {"GET /v2/models/{name}", {Role::kPlant}},
    {"GET /v2/models/{name}/ready", {Role::kPlant}},
    {"POST /v2/models/{name}/infer", {Role::kPlant}, true, kTensors},
    {"GET /v2/models/{name}/versions/{version}", {Role::kPlant}},
    {"GET /v2/models/{name}/versions/{version}/ready", {Role::kPlant}},
    {"POST /v2/models/{name}/versions/{version}/infer", {Role::kPlant}, true, kTensors},
};

/// Somebody who asks.
struct Asker {
  Role role = Role::kPublic;
  std::string token;      ///< empty: the public
  bool of_south = false;  ///< bound to the plant that the requests are not about
};

/// A sample, an answer and a conflict of the plant north, and everybody who may ask: each role with no plant, its own
/// and another one, where it may be bound so.
struct World : tests::ServiceFixture {
  World() {
    store::Transaction transaction = database->begin();
    transaction.run_script(R"(
      INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'EU'), ('south', 'South', 'EU');
      INSERT INTO water.sensors (sensor_id, plant_id, parameter, unit) VALUES ('north-ph', 'north', 'ph', '');
      SELECT water.ensure_inference_partition(now());
      INSERT INTO water.water_inferences (model, version, role, plant_id, features, margin)
        VALUES ('example', 1, 'champion', 'north', '{1}', 0);
      INSERT INTO water.samples (plant_id, origin, sample_key, awaits_certification) VALUES ('north', 'o', 'k', true);
      INSERT INTO water.sample_results (sample_id, parameter, value, result_text, entered_by)
        SELECT sample_id, 'ph', 7, '7', 'somebody' FROM water.samples;
      INSERT INTO water.result_conflicts (sample_id, parameter, result_key, finding, value, qualifier, unit, result_text, source,
        source_line) SELECT sample_id, 'ph', '', 'value', 8, '=', '', '8', 'f', 1 FROM water.samples;
      INSERT INTO water.reading_conflicts (sensor_id, read_at, value, quality, source, source_line)
        VALUES ('north-ph', '2026-03-11T08:00:00Z', 8, 'good', 'f', 1);)");
    transaction.commit();
    askers.push_back({});
    for (const Role role : {Role::kPlant, Role::kLab, Role::kRegulator, Role::kAdmin}) {
      if (role != Role::kPlant) askers.push_back({role, tokens.create(role, "anywhere")->token});
      if (role != Role::kPlant && role != Role::kLab) continue;
      askers.push_back({role, tokens.create(role, "north's", "north")->token});
      askers.push_back({role, tokens.create(role, "south's", "south")->token, true});
    }
  }
  std::string id_in(const char* table, const char* column) const {
    return database->begin().run(std::string("SELECT max(") + column + ") FROM " + table).text(0, 0);
  }
  std::string path_of(const Route& route) const {
    std::string path(route.pattern);
    const auto fill = [&path](const std::string& name, const std::string& value) {
      if (const std::size_t at = path.find(name); at != std::string::npos) path.replace(at, name.size(), value);
    };
    fill("{name}", "example");
    fill("{version}", "1");
    fill("{id}", path.starts_with("/v1/samples/")      ? id_in("water.samples", "sample_id")
                 : path.starts_with("/v1/inferences/") ? id_in("water.water_inferences", "inference_id")
                 : path.starts_with("/v1/conflicts/")  ? id_in("water.result_conflicts", "conflict_id")
                 : path.starts_with("/v1/readings/")   ? id_in("water.reading_conflicts", "conflict_id")
                 : path.starts_with("/v1.1/")          ? "'north-ph'"
                                                       : "north");
    return path;
  }
  /// The protocols of others have no room for our codes.
  static std::string code_of(const std::string& message) {
    if (message.starts_with("this needs a token")) return "token_required";
    if (message.ends_with("does not allow this")) return "forbidden";
    return message.find("plant_id: this token is of the plant") == std::string::npos ? "" : "wrong_plant";
  }
  static ApiError error_of(const Response& response) {
    if (response.status < 400) return {response.status, "", "", "", {}};
    const auto body = nlohmann::json::parse(response.body);
    const auto error = body.value("error", nlohmann::json());
    if (error.is_object()) return {response.status, error["code"], error["message"], "", {}};
    const std::string message = error.is_string() ? error : body["message"];
    return {response.status, code_of(message), message, "", {}};
  }
  ApiError ask(const Route& route, const Asker& asker, std::string_view body) const {
    Request request;
    request.method = route.method;
    request.path = path_of(route);
    request.peer = "127.0.0.1";
    request.headers = {
        {"Host", "clearwell.example"}, {"X-Forwarded-For", "192.0.2.7"}, {"Content-Type", "application/json"}};
    if (!asker.token.empty()) request.headers.emplace("Authorization", "Bearer " + asker.token);
    return error_of(router.handle(request, [body] { return std::string(body); }));
  }

  access::Tokens tokens{*database};
  Router router{make_routes(services()), Authentication(tokens), telemetry};
  std::vector<Asker> askers;
};

void check(const Decided& decided, const Asker& asker, const ApiError& error) {
  const bool allowed = asker.role == Role::kAdmin ||
                       std::find(decided.roles.begin(), decided.roles.end(), asker.role) != decided.roles.end();
  const bool foreign = allowed && decided.of_one_plant && asker.of_south;
  BOOST_TEST_CONTEXT(decided.route << " as " << access::role_name(asker.role) << (asker.of_south ? " of south" : "")
                                   << ": " << error.status << " " << error.message) {
    BOOST_TEST(error.status != 500);
    BOOST_TEST((error.code == "token_required") == (!allowed && asker.role == Role::kPublic));
    BOOST_TEST((error.code == "forbidden") == (!allowed && asker.role != Role::kPublic));
    BOOST_TEST((error.code == "wrong_plant") == foreign);
  }
}

// Every route, by every role, with a token of the plant, of another one and of none.
BOOST_AUTO_TEST_CASE(each_route_is_open_to_whom_it_was_decided_for) {
  const World world;
  std::set<std::string_view> seen;
  for (const Route& route : world.router.routes()) {
    const std::string name = std::string(route.method) + " " + std::string(route.pattern);
    const auto* const decided =
        std::find_if(std::begin(kDecided), std::end(kDecided), [&](const Decided& line) { return line.route == name; });
    if (decided == std::end(kDecided)) {
      BOOST_ERROR("nobody decided who may call " + name + ": it needs a line in kDecided");
      continue;
    }
    seen.insert(decided->route);
    for (const Asker& asker : world.askers)
      check(*decided, asker, world.ask(route, asker, decided->body));
  }
  for (const Decided& decided : kDecided)
    BOOST_TEST(seen.contains(decided.route), "there is no route " << decided.route << " any more");
}

BOOST_AUTO_TEST_CASE(a_revoked_token_is_refused_at_once) {
  const tests::ServiceFixture fixture;
  access::Tokens tokens(*fixture.database);
  const Authentication authenticate(tokens);
  const auto issued = tokens.create(Role::kLab, "north's laboratory");
  Request request;
  request.headers = {{"Authorization", "bearer " + issued->token}};
  BOOST_TEST(std::get<access::Caller>(authenticate(request)).name == "north's laboratory");
  BOOST_REQUIRE(tokens.revoke(issued->token_id));
  BOOST_CHECK((std::get<ApiError>(authenticate(request)) ==
               ApiError{401,
                        "invalid_token",
                        "the token is unknown, revoked or expired",
                        "",
                        {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}}}));
}

BOOST_AUTO_TEST_CASE(while_the_database_is_away_plants_that_were_known_are_believed_for_an_hour) {
  const tests::NorthPlant fixture;
  tests::InterruptibleDatabase database(fixture.database.shared());
  access::Tokens tokens(database);
  base::TimePoint now = base::system_clock()();
  const Authentication authenticate(tokens, [&now] { return now; });
  const auto request_of = [](const std::string& token) {
    Request request;
    request.headers = {{"Authorization", "Bearer " + token}};
    return request;
  };
  const Request known = request_of(tokens.create(Role::kPlant, "probe", "north")->token);
  const Request admin = request_of(tokens.create(Role::kAdmin, "boss")->token);
  const Request stranger = request_of(tokens.create(Role::kPlant, "new", "north")->token);
  static_cast<void>(authenticate(known));
  static_cast<void>(authenticate(admin));

  database.away = true;
  BOOST_TEST(std::get<access::Caller>(authenticate(known)).name == "probe");
  BOOST_CHECK_THROW(static_cast<void>(authenticate(admin)), store::StoreUnavailable);
  BOOST_CHECK_THROW(static_cast<void>(authenticate(stranger)), store::StoreUnavailable);
  now += std::chrono::minutes(61);
  BOOST_CHECK_THROW(static_cast<void>(authenticate(known)), store::StoreUnavailable);

  database.away = false;
  const std::int64_t token_id = std::get<access::Caller>(authenticate(known)).token_id;
  BOOST_REQUIRE(tokens.revoke(token_id));
  BOOST_TEST(std::holds_alternative<ApiError>(authenticate(known)));
  database.away = true;
  BOOST_CHECK_THROW(static_cast<void>(authenticate(known)), store::StoreUnavailable);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
