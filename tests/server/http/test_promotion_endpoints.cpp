#include "server/http/endpoints/jobs.hpp"
#include "server/http/endpoints/promotions.hpp"
#include "tests/server/http/endpoint_answers.hpp"
#include "tests/server/http/service_fixture.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <ostream>

namespace clearwell::http {
namespace {

namespace bdata = boost::unit_test::data;
using nlohmann::json;

/// Version 1 of `example` is champion, version 2 challenger; neither kept predictions to compare them by.
struct TwoVersions : tests::ServiceFixture {
  TwoVersions() { registered.add("example", tests::second_model()); }

  template <typename Endpoint>
  Response ask(const Endpoint& endpoint, const std::string& body,
               std::map<std::string, std::string, std::less<>> path = {{"name", "example"}}) const {
    Request request;
    request.path_parameters = std::move(path);
    request.body = body;
    request.caller = {.role = access::Role::kAdmin, .name = "mara", .plant_id = {}, .token_id = 7};
    return tests::answered(endpoint(request));
  }
  Response promote(const std::string& body) const {
    return ask(PromoteModel{*database, registered.registry(), jobs}, body);
  }
  Response roll_back(const std::string& body) const { return ask(RollBackModel{registered.registry(), jobs}, body); }
  int champion() const { return registered.registry().find({.name = "example"})->version; }
};

struct BadBody {
  const char* body;
  int status;
  const char* error;
};
std::ostream& operator<<(std::ostream& out, const BadBody& bad) {
  return out << bad.body;
}

const BadBody kBadPromoteBodies[] = {
    {"{", 400, R"({"code":"invalid_json","message":"the body is not JSON","field":""})"},
    {"[]", 422,
     R"({"code":"invalid_body","message":"the body must be an object, but is of the type array","field":""})"},
    {R"({"version":2,"froce":true})", 400,
     R"({"code":"unknown_key","message":"unknown key \"froce\"; accepted: version, force, reason","field":"froce"})"},
    {"{}", 422, R"({"code":"invalid_body","message":"version must be a whole number from 1","field":"version"})"},
    {R"({"version":"2"})", 422,
     R"({"code":"invalid_body","message":"version must be a whole number from 1","field":"version"})"},
    {R"({"version":0})", 422,
     R"({"code":"invalid_body","message":"version must be a whole number from 1","field":"version"})"},
    {R"({"version":99999999999999999999})", 422,
     R"({"code":"invalid_body","message":"version must be a whole number from 1","field":"version"})"},
    {R"({"version":2,"force":1})", 422,
     R"({"code":"invalid_body","message":"force must be true or false","field":"force"})"},
    {R"({"version":2,"force":true})", 422,
     R"({"code":"invalid_body","message":"a promotion by force needs a reason","field":"reason"})"},
    {R"({"version":2,"force":true,"reason":""})", 422,
     R"({"code":"invalid_body","message":"reason must be one line of text, of 1 to 1000 bytes","field":"reason"})"},
    {R"({"version":2,"force":true,"reason":"a\u0000b"})", 422,
     R"({"code":"invalid_body","message":"reason must be one line of text, of 1 to 1000 bytes","field":"reason"})"},
    {R"({"version":2,"reason":"because"})", 422,
     R"({"code":"invalid_body","message":"a reason is given with force only; without it the policy gives one","field":"reason"})"},
    {R"({"version":3})", 404,
     R"({"code":"unknown_model_version","message":"there is no version 3 of the model \"example\"","field":"version"})"},
    {R"({"version":1})", 409,
     R"({"code":"conflict","message":"version 1 of example is champion already","field":"version"})"},
};

BOOST_FIXTURE_TEST_SUITE(promotion_endpoints, TwoVersions)

BOOST_AUTO_TEST_CASE(the_policy_says_no_and_why) {
  const Response response = promote(R"({"version":2})");
  BOOST_TEST(response.status == 202);
  const json job = json::parse(response.body);
  BOOST_TEST(job["kind"] == "promote");
  BOOST_TEST(job["status"] == "FINISHED");
  BOOST_TEST(job["requested_by"] == "mara (token 7), by HTTP");
  BOOST_TEST(job["result"]["outcome"] == "refused");
  BOOST_TEST(job["result"]["decided_by"] == "mara (token 7), by HTTP");
  BOOST_TEST(job["result"]["reason"].get<std::string>().find("no evidence: ") == 0);
  BOOST_TEST(champion() == 1);
  BOOST_TEST((response.headers ==
              std::vector<std::pair<std::string, std::string>>{{"Location", job["url"].get<std::string>()}}));
  const json again = json::parse(ask(GetJob{jobs}, "", {{"id", std::to_string(job["job_id"].get<int>())}}).body);
  BOOST_TEST(again == job);
}

BOOST_AUTO_TEST_CASE(force_and_rollback_leave_their_reasons) {
  BOOST_TEST(promote(R"({"version":2,"force":true,"reason":"the old one is blind"})").status == 202);
  BOOST_TEST(champion() == 2);
  BOOST_TEST(roll_back(R"({"reason":"it was not"})").status == 202);
  BOOST_TEST(champion() == 1);
  const json history = json::parse(ask(ListPromotions{registered.registry()}, "").body);
  BOOST_TEST(history["name"] == "example");
  BOOST_REQUIRE(history["promotions"].size() == 3U);
  BOOST_TEST(history["promotions"][0]["outcome"] == "rolled_back");
  BOOST_TEST(history["promotions"][0]["version"] == 1);
  BOOST_TEST(history["promotions"][0]["from_version"] == 2);
  BOOST_TEST(history["promotions"][0]["reason"] == "it was not");
  BOOST_TEST(history["promotions"][1]["outcome"] == "forced");
  BOOST_TEST(history["promotions"][2]["from_version"].is_null());
  BOOST_TEST(history["promotions"][0]["decided_by"] == "mara (token 7), by HTTP");

  Request of_public;
  of_public.path_parameters = {{"name", "example"}};
  const json told = json::parse(tests::answered(ListPromotions{registered.registry()}(of_public)).body);
  BOOST_TEST(told["promotions"][0]["reason"] == "it was not");
  BOOST_TEST(told["promotions"][0]["decided_by"].is_null());

  const Response conflict = roll_back("");
  BOOST_TEST(conflict.status == 409);
  BOOST_TEST(
      conflict.body ==
      R"({"error":{"code":"conflict","message":"version 1 of example took the place of no other: there is nothing )"
      R"(to go back to","field":"name"}})");
  BOOST_TEST(jobs.newest(1)[0].status == "FAILED");
}

BOOST_DATA_TEST_CASE(a_bad_request_promotes_nothing, bdata::make(kBadPromoteBodies), bad) {
  const Response response = promote(bad.body);
  BOOST_TEST(response.status == bad.status);
  BOOST_TEST(response.body == R"({"error":)" + std::string(bad.error) + "}");
  BOOST_TEST(champion() == 1);
  BOOST_TEST(registered.registry().promotions().history("example").size() == 1);
}

BOOST_AUTO_TEST_CASE(a_training_is_put_into_the_queue) {
  const Response response = ask(TrainModel{registered.registry(), jobs, schedule}, "{}");
  BOOST_TEST(response.status == 202);
  const json job = json::parse(response.body);
  BOOST_TEST(job["kind"] == "train");
  BOOST_TEST(job["status"] == "QUEUED");
  BOOST_TEST(job["reason"] == "request");
  BOOST_TEST(json::parse(ask(ListJobs{jobs}, "").body)["jobs"][0] == job);
}

BOOST_AUTO_TEST_CASE(a_training_that_waits_or_is_at_work_is_not_put_there_twice) {
  const Response asked = ask(TrainModel{registered.registry(), jobs, schedule}, "{}");
  const Response second = ask(TrainModel{registered.registry(), jobs, schedule}, "{}");
  BOOST_TEST(second.status == 202);
  BOOST_TEST(second.body == asked.body);
  BOOST_TEST((second.headers == asked.headers));
  BOOST_TEST(jobs.newest(10).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_spec_without_a_version_is_trained_as_well) {
  const Response response =
      ask(TrainModel{registered.registry(), jobs, schedule}, "{}", {{"name", "water_potability"}});
  BOOST_TEST(response.status == 202);
  BOOST_TEST(json::parse(response.body)["model"] == "water_potability");
}

BOOST_AUTO_TEST_CASE(what_does_not_exist_is_not_found) {
  const std::map<std::string, std::string, std::less<>> sea = {{"name", "sea"}};
  const Response no_spec = ask(TrainModel{registered.registry(), jobs, schedule}, "{}", sea);
  BOOST_TEST(no_spec.status == 404);
  BOOST_TEST(no_spec.body ==
             R"({"error":{"code":"unknown_model","message":"there is neither a model \"sea\" nor a spec of that name; )"
             R"(GET /v1/models lists the models","field":"name"}})");
  BOOST_TEST(ask(PromoteModel{*database, registered.registry(), jobs}, R"({"version":1})", sea).status == 404);
  BOOST_TEST(ask(RollBackModel{registered.registry(), jobs}, "{}", sea).status == 404);
  BOOST_TEST(ask(ListPromotions{registered.registry()}, "", sea).status == 404);
  for (const char* id : {"1", "0", "x", "", "99999999999999999999"})
    BOOST_TEST(ask(GetJob{jobs}, "", {{"id", id}}).status == 404);
  BOOST_TEST(jobs.newest(1).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
