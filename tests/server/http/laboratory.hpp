#pragma once

#include "server/access/tokens.hpp"
#include "server/http/authentication.hpp"
#include "server/http/router.hpp"
#include "server/http/routes.hpp"
#include "tests/server/http/service_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace clearwell::tests {

/// Two plants, two persons of one laboratory, one of another plant's.
struct Laboratory : ServiceFixture {
  Laboratory() {
    store::Transaction transaction = database->begin();
    transaction.run_script(
        "INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'EU'), ('south', 'South', "
        "'EU')");
    transaction.commit();
    mara = tokens.create(access::Role::kLab, "Mara", "north")->token;
    jon = tokens.create(access::Role::kLab, "Jon", "north")->token;
    southern = tokens.create(access::Role::kLab, "Sur", "south")->token;
    regulator = tokens.create(access::Role::kRegulator, "ministry")->token;
  }

  struct Answered {
    int status;
    nlohmann::json body;
  };
  Answered ask(const std::string& method, const std::string& path, const std::string& token,
               const std::string& body = "", std::vector<std::pair<std::string, std::string>> query = {}) const {
    http::Request request;
    request.method = method;
    request.path = path;
    request.query = std::move(query);
    request.peer = "127.0.0.1";
    request.headers = {
        {"Host", "clearwell.example"}, {"X-Forwarded-For", "192.0.2.7"}, {"Content-Type", "application/json"}};
    if (!token.empty()) request.headers.emplace("Authorization", "Bearer " + token);
    const http::Response response = router.handle(request, [&] { return body; });
    return {response.status, nlohmann::json::parse(response.body)};
  }
  Answered post(const std::string& path, const std::string& token, const std::string& body = "{}") const {
    return ask("POST", path, token, body);
  }
  std::string enter(const std::string& token, const std::string& key = "69893") const {
    const Answered answered = post("/v1/samples", token, sample(key));
    BOOST_REQUIRE_MESSAGE(answered.status == 200, answered.body.dump());
    return answered.body["samples"][0]["url"];
  }
  static std::string sample(const std::string& key, const std::string& turbidity = "0.4") {
    return R"({"plant_id": "north", "sample_key": ")" + key + R"(", "sampled_at": "2026-03-12T08:00:00Z", "results": [
      {"parameter": "turbidity", "value": )" +
           turbidity + R"(, "unit": "NTU"},
      {"parameter": "arsenic", "text": "<0.002", "unit": "mg/L"}]})";
  }
  std::string published_text(const std::string& path,
                             std::vector<std::pair<std::string, std::string>> query = {}) const {
    const Answered answered = ask("GET", path, "", "", std::move(query));
    if (answered.status != 200) return std::to_string(answered.status);
    std::string text;
    for (const nlohmann::json& result : answered.body["results"])
      text += result["parameter"].get<std::string>() + " " + result["text"].get<std::string>() + " v" +
              std::to_string(result["version"].get<int>()) + "; ";
    return text;
  }
  std::string now() const {
    return database->begin()
        .run("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
        .text(0, 0);
  }

  access::Tokens tokens{*database};
  http::Router router{http::make_routes(services()), http::Authentication(tokens), telemetry};
  std::string mara, jon, southern, regulator;
};

}  // namespace clearwell::tests
