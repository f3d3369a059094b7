#include "server/http/router.hpp"

#include "server/monitoring/telemetry.hpp"
#include "server/store/database.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace clearwell::http {
namespace {

using access::Role;

/// A router over three routes; who calls is told by the test.
struct Fixture {
  monitoring::Telemetry telemetry{"1", "a"};
  std::variant<access::Caller, ApiError> caller = access::Caller{};
  int bodies_read = 0;
  Router router{
      {
          {"GET", "/items/{id}", Role::kPublic,
           [](const Request& request) {
             return Response{200, "text/plain", request.path_parameter("id"), {}};
           }},
          {"POST", "/items/{id}", Role::kPlant,
           [](const Request& request) {
             return Response{200, "text/plain", request.body, {}};
           }},
          {"GET", "/sets({id})/items", Role::kPublic,
           [](const Request& request) {
             return Response{200, "text/plain", request.path_parameter("id"), {}};
           }},
          {"GET", "/away", Role::kPublic,
           [](const Request&) -> Answer { throw store::StoreUnavailable("gone: /secret"); }},
          {"GET", "/broken", Role::kPublic, [](const Request&) -> Answer { throw std::runtime_error("secret"); }},
      },
      [this](const Request&) { return caller; },
      telemetry};

  Response ask(const std::string& method, const std::string& path, Headers headers = {}) {
    Request request;
    request.method = method;
    request.path = path;
    request.headers = std::move(headers);
    return router.handle(request, [this]() -> std::variant<std::string, ApiError> {
      ++bodies_read;
      return std::string("the body");
    });
  }
  void be(Role role) { caller = access::Caller{.role = role, .name = "test", .plant_id = {}, .token_id = 1}; }
};

std::string header(const Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

BOOST_FIXTURE_TEST_SUITE(router_suite, Fixture)

BOOST_AUTO_TEST_CASE(a_name_in_braces_takes_one_segment) {
  BOOST_TEST(ask("GET", "/items/a b").body == "a b");
  BOOST_TEST(ask("HEAD", "/items/x").status == 200);
  for (const char* path : {"/items", "/items/", "/items/a/b", "/items/a/", "//items/a", "", "items/a", "/Items/a",
                           "/items/\xff", "/items/a\n"}) {
    BOOST_TEST(ask("GET", path).status == 404, path);
  }
}

BOOST_AUTO_TEST_CASE(a_name_in_braces_may_stand_between_texts) {
  BOOST_TEST(ask("GET", "/sets('a')/items").body == "'a'");
  BOOST_TEST(ask("GET", "/sets(()/items").body == "(");
  for (const char* path : {"/sets()/items", "/sets(a/items", "/set(a)/items", "/sets(a)b/items", "/sets(a)/item"})
    BOOST_TEST(ask("GET", path).status == 404, path);
}

BOOST_AUTO_TEST_CASE(another_method_is_told_which_are_accepted) {
  const Response response = ask("DELETE", "/items/a");
  BOOST_TEST(response.status == 405);
  BOOST_TEST(header(response, "Allow") == "GET, HEAD, POST");
  BOOST_TEST(
      response.body ==
      R"({"error":{"code":"method_not_allowed","message":"this path answers GET, HEAD, POST, not DELETE","field":""}})");
}

BOOST_AUTO_TEST_CASE(the_public_needs_a_token_and_another_role_does_not_help) {
  const Headers json = {{"Content-Type", "application/json"}};
  BOOST_TEST(ask("POST", "/items/a", json).status == 401);
  be(Role::kLab);
  const Response forbidden = ask("POST", "/items/a", json);
  BOOST_TEST(forbidden.status == 403);
  BOOST_TEST(forbidden.body ==
             R"({"error":{"code":"forbidden","message":"a token of the role lab does not allow this","field":""}})");
  BOOST_TEST(bodies_read == 0);  // nobody uploads 16 MiB to be refused
  be(Role::kPlant);
  BOOST_TEST(ask("POST", "/items/a", json).body == "the body");
}

BOOST_AUTO_TEST_CASE(a_wrong_token_is_refused_everywhere) {
  caller = ApiError{401, "invalid_token", "m", "", {}};
  BOOST_TEST(ask("GET", "/items/a").status == 401);
}

BOOST_AUTO_TEST_CASE(only_json_is_read) {
  be(Role::kAdmin);
  BOOST_TEST(
      ask("POST", "/items/a", {{"Content-Type", "text/plain"}}).body ==
      R"({"error":{"code":"unsupported_media_type","message":"Content-Type must be application/json, not \"text/plain\"","field":""}})");
  BOOST_TEST(ask("POST", "/items/a").status == 415);
  BOOST_TEST(ask("POST", "/items/a", {{"Content-Type", "application/jsonp"}}).status == 415);
  BOOST_TEST(bodies_read == 0);
  BOOST_TEST(ask("POST", "/items/a", {{"content-type", "Application/JSON ; charset=utf-8"}}).status == 200);
}

BOOST_AUTO_TEST_CASE(exceptions_become_answers_and_are_counted) {
  const Response away = ask("GET", "/away");
  BOOST_TEST(away.status == 503);
  BOOST_TEST(header(away, "Retry-After") == "2");
  const Response broken = ask("GET", "/broken");
  BOOST_TEST(broken.status == 500);
  BOOST_TEST(broken.body.find("secret") == std::string::npos);
  const std::string metrics = telemetry.exposition.text();
  BOOST_TEST(metrics.find("clearwell_store_errors_total 1\n") != std::string::npos);
  BOOST_TEST(metrics.find("clearwell_http_requests_total{code=\"503\",method=\"GET\",route=\"/away\"} 1\n") !=
             std::string::npos);
  BOOST_TEST(metrics.find("clearwell_http_requests_total{code=\"500\",method=\"GET\",route=\"/broken\"} 1\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_request_id_is_echoed_when_it_is_fit_for_a_log) {
  BOOST_TEST(header(ask("GET", "/items/a", {{"X-Request-Id", "abc-1.2_3"}}), "X-Request-Id") == "abc-1.2_3");
  const std::string made = header(ask("GET", "/items/a", {{"X-Request-Id", "a\nlevel=error"}}), "X-Request-Id");
  BOOST_TEST(made.size() == 16U);
  BOOST_TEST(header(ask("GET", "/items/a", {{"X-Request-Id", std::string(65, 'a')}}), "X-Request-Id").size() == 16U);
  BOOST_TEST(header(ask("GET", "/nothing"), "X-Request-Id").size() == 16U);
}

BOOST_AUTO_TEST_CASE(clients_do_not_choose_label_values) {
  ask("GET", "/a-path-of-mine");
  ask("BREW", "/items/a");
  const std::string metrics = telemetry.exposition.text();
  BOOST_TEST(metrics.find("a-path-of-mine") == std::string::npos);
  BOOST_TEST(metrics.find("BREW") == std::string::npos);
  BOOST_TEST(metrics.find("clearwell_http_requests_total{code=\"405\",method=\"other\",route=\"unmatched\"} 1\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
