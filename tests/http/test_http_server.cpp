#include "server/http/http_server.hpp"

#include "tests/http/http_server_fixture.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <ostream>
#include <set>

namespace clearwell::http {
namespace {

namespace bdata = boost::unit_test::data;
using nlohmann::json;
using tests::ask;
using tests::get_request;
using tests::HttpAnswer;
using tests::HttpConnection;
using tests::kOneRow;
using tests::kScore;
using tests::post_request;

std::string error_json(const std::string& code, const std::string& message, const std::string& field) {
  return nlohmann::ordered_json({{"error", {{"code", code}, {"message", message}, {"field", field}}}}).dump();
}

std::string rows(std::size_t n) {
  std::string text = R"({"data":[)";
  for (std::size_t i = 0; i < n; ++i)
    text += i == 0 ? R"({"x0":1})" : R"(,{"x0":1})";
  return text + "]}";
}

std::string chunked(const std::string& path, const std::string& chunk, int n_chunks) {
  std::string request =
      "POST " + path +
      " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  char size[32];
  std::snprintf(size, sizeof size, "%zx\r\n", chunk.size());
  for (int i = 0; i < n_chunks; ++i)
    request += size + chunk + "\r\n";
  return request + "0\r\n\r\n";
}

BOOST_FIXTURE_TEST_SUITE(http_server, tests::HttpServerFixture)

BOOST_AUTO_TEST_CASE(a_scored_row_is_answered_and_stored) {
  const HttpAnswer answer = ask(port, post_request(kScore, kOneRow));
  BOOST_TEST(answer.status == 200);
  const json body = json::parse(answer.body);
  const store::Rows stored =
      database->begin().run("SELECT inference_id, features = ARRAY[1,2,3,NULL]::real[] FROM water.water_inferences");
  BOOST_REQUIRE(stored.size() == 1U);
  BOOST_TEST(stored.integer(0, 0) == body["predictions"][0]["inference_id"].get<std::int64_t>());
  BOOST_TEST(stored.boolean(0, 1));
}

// More than a body in memory may have, and answered while it is scored.
BOOST_AUTO_TEST_CASE(a_long_batch_comes_and_goes_as_a_stream) {
  constexpr int kRows = 400'000;
  std::string csv = "note,x0,x1,x2,x3\n";
  for (int i = 0; i < kRows; ++i)
    csv += "a row that is long enough to make it more,1,2,3," + std::to_string(i % 10) + '\n';
  BOOST_REQUIRE(csv.size() > std::size_t{17} << 20);
  const HttpAnswer answer = ask(port, post_request("/v1/batch", csv, "Content-Type: text/csv\r\n"));
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.has_header("Transfer-Encoding: chunked"));
  BOOST_TEST(std::count(answer.body.begin(), answer.body.end(), '\n') == kRows + 1);
  BOOST_TEST(answer.body.ends_with(",1,,false\n"));
  const HttpAnswer refused = ask(port, post_request("/v1/batch", "x0,x1\n1,2\n", "Content-Type: text/csv\r\n"));
  BOOST_TEST(refused.status == 422);
  const HttpAnswer other = ask(port, post_request("/v1/batch", "{}"));
  BOOST_TEST(other.status == 415);
}

struct Bad {
  const char* what;
  std::string request;
  int status;
  std::string body;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) {
  return out << bad.what;
}

const std::string kTooLarge =
    error_json("body_too_large", "the body has 20000000 bytes: at most 16777216 are accepted", "");

const Bad kBad[] = {
    {"no JSON", post_request(kScore, "{\"data\": oops}"), 400,
     error_json("invalid_json",
                "the body is not JSON: line 1, column 10: syntax error while parsing value - invalid literal; last "
                "read: '\"data\": o'",
                "")},
    {"no UTF-8", post_request(kScore, "\"\xff\""), 400,
     error_json("invalid_json",
                "the body is not JSON: line 1, column 2: syntax error while parsing value - invalid string: ill-formed "
                "UTF-8 byte; last read: '\"\xEF\xBF\xBD'",
                "")},
    {"unknown key", post_request(kScore, R"({"dta":[]})"), 400,
     error_json("unknown_key", "unknown key \"dta\"; accepted: plant_id, sensor_id, data, contributions, partial",
                "dta")},
    {"unknown feature", post_request(kScore, R"({"data":[{"x0":1},{"x9":1}]})"), 422,
     error_json("unknown_feature", "unknown feature \"x9\"; the nearest is \"x0\"; accepted: x0, x1, x2, x3",
                "data[1].x9")},
    {"a string for a number", post_request(kScore, R"({"data":[{"x0":"7"}]})"), 422,
     error_json("not_a_number", "expected a number, or null where nothing was measured, but got the string \"7\"",
                "data[0].x0")},
    {"a number no float can hold", post_request(kScore, R"({"data":[{"x0":1e40}]})"), 422,
     error_json("number_out_of_range", "the number 1e40 is outside the range of a 32-bit float, ±3.4028235e38",
                "data[0].x0")},
    {"no rows", post_request(kScore, R"({"data":[]})"), 422,
     error_json("no_rows", "data has no rows: 1 to 10000 are accepted", "data")},
    {"10,001 rows", post_request(kScore, rows(10'001)), 413,
     error_json("too_many_rows", "data has 10001 rows: at most 10000 are accepted in one request", "data")},
    {"deep nesting", post_request(kScore, std::string(5'000'000, '[')), 422,
     error_json("invalid_body", "the body must be an object, but got an array", "")},
    // NOLINTNEXTLINE(bugprone-string-constructor)
    {"20 MB with its length", post_request(kScore, std::string(20'000'000, ' ')), 413, kTooLarge},
    {"20 MB in chunks", chunked(kScore, std::string(100'000, ' '), 200), 413,
     error_json("body_too_large", "the body has more than the 16777216 bytes that are accepted", "")},
    {"20 MB asked for before it is sent",
     "POST " + std::string(kScore) +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: "
         "20000000\r\n\r\n",
     413, kTooLarge},
    {"another content type", post_request(kScore, kOneRow, "Content-Type: text/csv\r\n"), 415,
     error_json("unsupported_media_type", "Content-Type must be application/json, not \"text/csv\"", "")},
    {"a form", post_request(kScore, kOneRow, "Content-Type: multipart/form-data; boundary=x\r\n"), 415,
     error_json("unsupported_media_type",
                "Content-Type must be application/json, not \"multipart/form-data; boundary=x\"", "")},
    {"a compressed body",
     post_request(kScore, "\x1f\x8b", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"), 415,
     error_json("unsupported_content_encoding", "Content-Encoding is not accepted on requests: send the body as it is",
                "")},
    {"two lengths", post_request(kScore, kOneRow, "Content-Type: application/json\r\nContent-Length: 3\r\n"), 400,
     error_json("bad_request", "the request tells the length of its body more than once", "")},
    {"length and chunks",
     post_request(kScore, kOneRow, "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"), 400,
     error_json("bad_request", "the request tells the length of its body more than once", "")},
    {"a negative length",
     "POST " + std::string(kScore) +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n",
     400, error_json("bad_request", "Content-Length is not a number", "")},
    {"another transfer coding",
     "POST " + std::string(kScore) +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip\r\n\r\n",
     400, error_json("bad_request", "of the transfer codings only \"chunked\" is accepted", "")},
    {"an unknown model", post_request("/v1/models/none/score", kOneRow), 404,
     error_json("unknown_model", "there is no model \"none\"; GET /v1/models lists all", "name")},
    {"another method", "PUT " + std::string(kScore) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n", 405,
     error_json("method_not_allowed", "this path answers POST, not PUT", "")},
    {"a wrong token",
     post_request(kScore, kOneRow, "Content-Type: application/json\r\nAuthorization: Bearer cw_wrong\r\n"), 401,
     error_json("invalid_token", "the token is unknown, revoked or expired", "")},
    {"no token, through the front door",
     post_request(kScore, kOneRow, "Content-Type: application/json\r\nX-Forwarded-For: 192.0.2.1\r\n"), 401,
     error_json("token_required", "this needs a token: Authorization: Bearer TOKEN", "")},
    {"no HTTP", "HELLO\r\n\r\n", 400,
     error_json("bad_request", "the request is not HTTP/1.1 as this server reads it", "")},
    {"a path without end", get_request("/" + std::string(9'000, 'a')), 414,
     error_json("uri_too_long", "the path and query are too long: at most 8192 bytes are accepted", "")},
    {"a head that does not arrive", "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", 408,
     error_json("timeout", "the request did not arrive in time", "")},
    {"a body that does not arrive",
     "POST " + std::string(kScore) +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
     408, error_json("timeout", "the request did not arrive in time", "")},
};

BOOST_DATA_TEST_CASE(bad_input_is_named_exactly_and_nothing_is_stored, bdata::make(kBad), bad) {
  const HttpAnswer answer = ask(port, bad.request);
  BOOST_TEST(answer.status == bad.status);
  BOOST_TEST(answer.body == bad.body);
  BOOST_TEST(answer.has_header("Content-Type: application/json"));
  BOOST_TEST(stored_inferences() == 0);
  BOOST_TEST(ask(port, get_request("/healthz")).status == 200);
}

BOOST_AUTO_TEST_CASE(a_header_without_a_value_is_not_overlooked) {
  const auto status = [this](const std::string& headers) { return ask(port, get_request("/metrics", headers)).status; };
  BOOST_TEST(status("") == 200);  // the operator of this machine
  BOOST_TEST(status("X-Forwarded-For: 9.9.9.9\r\n") == 401);
  BOOST_TEST(status("X-Forwarded-For:\r\n") == 401);
  BOOST_TEST(status("X-Forwarded-For: 9.9.9.9\n") >= 400);  // newer releases of cpp-httplib refuse a bare line feed
  BOOST_TEST(status("Authorization:\r\n") == 401);
}

BOOST_AUTO_TEST_CASE(endless_headers_are_refused) {
  std::string headers;
  for (int i = 0; i < 8; ++i)
    headers += "X-" + std::to_string(i) + ": " + std::string(7'000, 'a') + "\r\n";
  HttpConnection connection(port);
  connection.send(get_request("/healthz", headers));
  const HttpAnswer answer = connection.receive();
  BOOST_TEST(answer.status == 431);
  BOOST_TEST(answer.body ==
             error_json("headers_too_large", "the headers are too large: at most 32768 bytes are accepted", ""));
  BOOST_TEST(connection.is_closed());
}

BOOST_AUTO_TEST_CASE(a_refused_body_is_not_read_as_the_next_request) {
  HttpConnection connection(port);
  connection.send(post_request(kScore, get_request("/version"), "Content-Type: text/plain\r\n"));
  const HttpAnswer answer = connection.receive();
  BOOST_TEST(answer.status == 415);
  BOOST_TEST(answer.has_header("Connection: close"));
  BOOST_TEST(connection.is_closed());
}

BOOST_AUTO_TEST_CASE(a_connection_is_kept_and_requests_may_be_pipelined) {
  HttpConnection connection(port);
  connection.send(get_request("/healthz") + post_request(kScore, kOneRow) + get_request("/version"));
  BOOST_TEST(connection.receive().body == R"({"status":"ok"})");
  BOOST_TEST(connection.receive().status == 200);
  BOOST_TEST(json::parse(connection.receive().body)["name"] == "clearwell");
}

// Head and body apart would be two packets, and wake the client twice.
BOOST_AUTO_TEST_CASE(a_short_answer_comes_in_one_piece) {
  HttpConnection connection(port);
  connection.send(get_request("/healthz"));
  BOOST_TEST(connection.receive().status == 200);
  BOOST_TEST(connection.n_reads() == 1);
}

// Small answers are kept back until they are whole, large ones are not.
BOOST_AUTO_TEST_CASE(answers_of_every_size_come_whole) {
  HttpConnection connection(port);
  for (const std::size_t n : {1UL, 10UL, 40UL, 50UL, 60UL, 70UL, 80UL, 90UL, 100UL, 200UL, 1000UL}) {
    connection.send(post_request(kScore, rows(n)));
    const HttpAnswer answer = connection.receive();
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(json::parse(answer.body)["predictions"].size() == n);
  }
}

BOOST_AUTO_TEST_CASE(chunks_that_fit_are_read) {
  BOOST_TEST(ask(port, chunked(kScore, kOneRow, 1)).status == 200);
}

BOOST_AUTO_TEST_CASE(answers_are_neither_compressed_nor_cut) {
  const HttpAnswer answer =
      ask(port, get_request("/openapi.json", "Accept-Encoding: gzip, br\r\nRange: bytes=0-1,0-2,0-3\r\n"));
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.head.find("Content-Encoding") == std::string::npos);
  BOOST_TEST(json::parse(answer.body)["openapi"] == "3.1.0");
  BOOST_TEST(answer.has_header("X-Content-Type-Options: nosniff"));
}

BOOST_AUTO_TEST_CASE(head_has_the_length_and_no_body) {
  HttpConnection connection(port);
  connection.send("HEAD /v1/models/example/versions/1/model.onnx HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" +
                  get_request("/healthz"));
  const HttpAnswer answer = connection.receive(true);
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.has_header("Content-Length: " + std::to_string(first.size_bytes)));
  BOOST_TEST(answer.has_header("ETag: \"" + first.sha256 + "\""));
  BOOST_TEST(connection.receive().body == R"({"status":"ok"})");
}

BOOST_AUTO_TEST_CASE(a_second_server_on_the_port_fails) {
  HttpServer second(router, {.port = port});
  BOOST_CHECK_EXCEPTION(second.listen(), ListenError, [&](const ListenError& error) {
    return std::string(error.what()) ==
           "cannot listen on 127.0.0.1:" + std::to_string(port) +
               ": Address already in use (is another clearwell running? choose another port)";
  });
}

BOOST_AUTO_TEST_CASE(metrics_please_promtool) {
  if (std::system("command -v promtool >/dev/null 2>&1") != 0) {
    BOOST_TEST_MESSAGE("skipped: promtool is not installed (package prometheus)");
    return;
  }
  ask(port, post_request(kScore, kOneRow));
  const HttpAnswer answer = ask(port, get_request("/metrics"));
  BOOST_REQUIRE(answer.status == 200);
  const std::filesystem::path file = database.options().data_dir / "metrics.txt";
  std::ofstream(file) << answer.body;
  BOOST_TEST(std::system(("promtool check metrics < " + file.string() + " >&2").c_str()) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

struct FullLog : tests::ServiceFixture {
  FullLog() : tests::ServiceFixture(3) {}
};

BOOST_FIXTURE_TEST_CASE(a_full_log_means_try_later, FullLog) {
  const Router router(
      make_routes(services()),
      [](const Request&) { return access::Caller{.role = access::Role::kAdmin, .name = "", .plant_id = {}}; },
      telemetry);
  Request request;
  request.method = "POST";
  request.path = kScore;
  request.headers = {{"Content-Type", "application/json"}};
  const Response response = router.handle(request, [] { return std::string(rows(4)); });
  BOOST_TEST(response.status == 503);
  BOOST_TEST(response.body ==
             error_json("overloaded", "more requests come in than can be stored; nothing of this one was", ""));
  BOOST_TEST(stored_inferences() == 0);
  BOOST_TEST(telemetry.exposition.text().find(
                 "clearwell_inferences_total{model=\"example\",outcome=\"failed\",role=\"champion\"} 4") !=
             std::string::npos);
}

}  // namespace
}  // namespace clearwell::http
