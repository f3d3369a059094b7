#include "server/http/routes.hpp"

#include "server/access/tokens.hpp"
#include "server/http/authentication.hpp"
#include "server/http/endpoints/openapi.hpp"
#include "tests/server/http/service_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>

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

// Every route, by everybody: what the policy does not grant is refused before the endpoint runs.
BOOST_AUTO_TEST_CASE(each_route_is_open_to_its_roles_only) {
  const tests::ServiceFixture fixture;
  access::Tokens tokens(*fixture.database);
  const Router router(make_routes(fixture.services()), Authentication(tokens), fixture.telemetry);
  const std::optional<Role> callers[] = {std::nullopt, Role::kPlant, Role::kLab, Role::kRegulator, Role::kAdmin};
  int refused = 0;
  for (const std::optional<Role>& caller : callers) {
    Headers headers = {
        {"Host", "clearwell.example"}, {"X-Forwarded-For", "192.0.2.7"}, {"Content-Type", "application/json"}};
    if (caller) headers.emplace("Authorization", "Bearer " + tokens.create(*caller, "test")->token);
    for (const Route& route : router.routes()) {
      Request request;
      request.method = route.method;
      request.path = route.pattern;  // the braces are as good a name as any
      request.peer = "127.0.0.1";
      request.headers = headers;
      const int status = router.handle(request, [] { return std::string("{}"); }).status;
      const bool allowed = access::allows(
          route.needed, access::Caller{.role = caller.value_or(Role::kPublic), .name = "", .plant_id = {}});
      const int expected_refusal = caller ? 403 : 401;
      BOOST_TEST_CONTEXT(std::string(route.method)
                         << " " << route.pattern << " as " << access::role_name(caller.value_or(Role::kPublic))) {
        BOOST_TEST((status == expected_refusal) == !allowed);
        BOOST_TEST(status != 500);
      }
      refused += allowed ? 0 : 1;
    }
  }
  // metrics, audit, promotions, false positives and two of jobs: public, plant, lab; score: public, lab, regulator;
  // train, promote, rollback: all but admin
  BOOST_TEST(refused == 33);
}

BOOST_AUTO_TEST_CASE(a_revoked_token_is_refused_at_once) {
  const tests::ServiceFixture fixture;
  access::Tokens tokens(*fixture.database);
  const Authentication authenticate(tokens);
  const auto issued = tokens.create(Role::kPlant, "north's probe");
  Request request;
  request.headers = {{"Authorization", "bearer " + issued->token}};
  BOOST_TEST(std::get<access::Caller>(authenticate(request)).name == "north's probe");
  BOOST_REQUIRE(tokens.revoke(issued->token_id));
  BOOST_CHECK((std::get<ApiError>(authenticate(request)) ==
               ApiError{401,
                        "invalid_token",
                        "the token is unknown, revoked or expired",
                        "",
                        {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}}}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
