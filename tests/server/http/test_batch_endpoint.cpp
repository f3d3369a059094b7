#include "server/http/endpoints/batch.hpp"

#include "server/http/error_mapping.hpp"
#include "tests/server/http/service_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

namespace clearwell::http {
namespace {

struct Fixture : tests::ServiceFixture {
  const PostBatch post{{models, scoring, telemetry}, *database, spool.path() / "spool"};

  static Request request(const std::string& csv, const std::string& model = "") {
    Request request;
    if (!model.empty()) request.query = {{"model", model}};
    request.caller.name = "north";
    request.body_into = [csv](std::ostream& into) {
      into << csv;
      return std::optional<ApiError>();
    };
    return request;
  }
};

std::string text_of(const Response& response) {
  std::ostringstream out;
  response.body_from(out);
  return out.str();
}

constexpr const char* kTwoRows = "x0,x1,x2,x3\n1,2,3,4\n,,,\n";

BOOST_FIXTURE_TEST_SUITE(batch_endpoint, Fixture)

BOOST_AUTO_TEST_CASE(a_batch_is_answered_and_its_report_kept) {
  const Response response = std::get<Response>(post(request(kTwoRows)));
  BOOST_TEST(response.content_type == "text/csv; charset=utf-8");
  const std::string text = text_of(response);
  BOOST_TEST(text.starts_with("x0,x1,x2,x3,prediction,probability,model_version,flags,simulated\n1,2,3,4,"));
  BOOST_TEST(text.ends_with("\n,,,,,,1,nothing_measured,false\n"));
  BOOST_REQUIRE(response.headers.size() == 1U);
  BOOST_TEST(response.headers[0].first == "Location");
  const std::string& location = response.headers[0].second;
  BOOST_REQUIRE(location.starts_with("/v1/batch/"));
  Request ask;
  ask.path_parameters = {{"id", location.substr(10)}};
  const auto report = nlohmann::json::parse(std::get<Response>(GetBatch{*database}(ask)).body);
  BOOST_TEST(report["batch_id"] == location.substr(10));
  BOOST_TEST(report["model"] == "example");
  BOOST_TEST(report["rows"] == 2);
  BOOST_TEST(report["drift"].is_array());
  BOOST_TEST(stored_inferences() == 0);
  BOOST_TEST(std::filesystem::is_empty(spool.path() / "spool"));
  ask.path_parameters = {{"id", "nothing"}};
  BOOST_TEST(std::get<ApiError>(GetBatch{*database}(ask)).code == "unknown_batch");
}

BOOST_AUTO_TEST_CASE(a_model_is_named_as_in_commands) {
  registered.add("example", tests::second_model());
  const scoring::ModelCache both(database.shared(), registered.registry(), tests::deaf_observer());
  const PostBatch endpoint{{both, scoring, telemetry}, *database, spool.path()};
  const auto version = [&](const std::string& model) {
    const std::string text = text_of(std::get<Response>(endpoint(request("x0,x1,x2,x3\n1,2,3,4\n", model))));
    return text.substr(text.size() - 9);
  };
  BOOST_TEST(version("") == "1,,false\n");
  BOOST_TEST(version("example") == "1,,false\n");
  BOOST_TEST(version("example@challenger") == "2,,false\n");
  BOOST_TEST(version("example/2") == "2,,false\n");
  for (const char* unknown : {"example/3", "nothing", "nothing@challenger"})
    BOOST_TEST(std::get<ApiError>(endpoint(request(kTwoRows, unknown))).status == 404, unknown);
  BOOST_TEST(std::get<ApiError>(endpoint(request(kTwoRows, "example@"))).field == "model");
}

BOOST_AUTO_TEST_CASE(a_bad_file_is_refused_before_the_first_line_is_answered) {
  const ApiError error = std::get<ApiError>(post(request("x0,x1,x2,x3\n1,2,3,4\n1,2,3,x\n")));
  BOOST_CHECK((error == ApiError{422,
                                 "invalid_body",
                                 "line 3, column x3: 'x' is not a number that a 32-bit float can hold",
                                 "line 3, column x3",
                                 {}}));
  BOOST_TEST(std::get<ApiError>(post(request(""))).status == 422);
  Request odd = request(kTwoRows);
  odd.query = {{"modle", "example"}};
  BOOST_TEST(std::get<ApiError>(post(odd)).message == "unknown query parameter \"modle\"; accepted: model");
  Request broken = request(kTwoRows);
  broken.body_into = [](std::ostream&) { return std::optional<ApiError>(ApiError{413, "body_too_large", "", "", {}}); };
  BOOST_TEST(std::get<ApiError>(post(broken)).status == 413);
  BOOST_TEST(database->begin().run("SELECT count(*) FROM water.batches").integer(0, 0) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
