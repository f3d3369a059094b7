// Samples as laboratories enter, correct, certify and publish them, through the router.
#include "server/store/audit_trail.hpp"
#include "tests/server/http/laboratory.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <thread>

namespace clearwell::http {
namespace {

namespace bdata = boost::unit_test::data;
using nlohmann::json;

using Answered = tests::Laboratory::Answered;

BOOST_FIXTURE_TEST_SUITE(samples, tests::Laboratory)

BOOST_AUTO_TEST_CASE(a_sample_is_public_when_a_second_person_certified_it_and_it_was_published) {
  const std::string url = enter(mara);
  BOOST_TEST(published_text(url) == "404");

  const Answered own = post(url + "/certify", mara);
  BOOST_TEST(own.status == 403);
  BOOST_TEST(own.body["error"]["code"] == "four_eyes");
  BOOST_TEST(own.body["error"]["message"] ==
             "arsenic of the sample was entered by \"Mara\": a second person certifies it");
  BOOST_TEST(post(url + "/publish", jon).status == 409);

  const Answered certified = post(url + "/certify", jon, R"({"reason": "sheet checked"})");
  BOOST_TEST(certified.status == 200);
  BOOST_TEST(certified.body["versions"][0]["certified_by"] == "Jon");
  BOOST_TEST(certified.body["versions"][0]["entered_by"] == "Mara");
  BOOST_TEST(certified.body["laboratory"] == "Mara");
  BOOST_TEST(published_text(url) == "404");
  BOOST_TEST(post(url + "/certify", jon).status == 409);

  BOOST_TEST(post(url + "/publish", jon).status == 200);
  BOOST_TEST(published_text(url) == "arsenic <0.002 v1; turbidity 0.4 v1; ");
  BOOST_TEST(post(url + "/publish", jon).status == 409);
  const json list = ask("GET", "/v1/plants/north/samples", "").body;
  BOOST_REQUIRE(list["samples"].size() == 1U);
  BOOST_TEST(list["samples"][0]["results"][0]["verdict"] == "within");
  BOOST_TEST(list["samples"][0]["results"][0]["qualifier"] == "<");
  BOOST_TEST(!list["samples"][0]["results"][0]["limits"].empty());
  BOOST_TEST(!list["samples"][0].contains("versions"));
  BOOST_TEST(ask("GET", "/v1/plants/south/samples", "").body["samples"].empty());
}

BOOST_AUTO_TEST_CASE(the_operator_of_the_machine_cannot_certify_what_he_entered_either) {
  const auto as_operator = [&](const std::string& path, const std::string& body) {
    Request request;
    request.method = "POST";
    request.path = path;
    request.peer = "127.0.0.1";
    request.headers = {{"Host", "localhost"}, {"Content-Type", "application/json"}};
    return json::parse(router.handle(request, [&] { return body; }).body);
  };
  const std::string url = as_operator("/v1/samples", sample("1"))["samples"][0]["url"];
  BOOST_TEST(as_operator(url + "/certify", "{}")["error"]["code"] == "four_eyes");
}

BOOST_AUTO_TEST_CASE(a_correction_is_a_new_version_and_the_old_one_stays) {
  const std::string url = enter(mara);
  post(url + "/certify", jon);
  post(url + "/publish", jon);
  const std::string before = now();
  const Answered corrected = post(url + "/corrections", mara, R"({"reason": "decimal point slipped",
    "results": [{"parameter": "turbidity", "value": 4.0, "unit": "NTU"}]})");
  BOOST_TEST(corrected.status == 200);
  BOOST_TEST(published_text(url) == "arsenic <0.002 v1; turbidity 0.4 v1; ");
  BOOST_TEST(post(url + "/certify", mara).status == 403);
  BOOST_TEST(post(url + "/certify", jon).status == 200);
  BOOST_TEST(published_text(url) == "arsenic <0.002 v1; turbidity 4.0 v2; ");
  BOOST_TEST(published_text(url, {{"at", before}}) == "arsenic <0.002 v1; turbidity 0.4 v1; ");

  const json all = ask("GET", url, regulator).body;
  BOOST_REQUIRE(all["versions"].size() == 3U);
  BOOST_TEST(all["versions"][1]["text"] == "0.4");
  BOOST_TEST(all["versions"][2]["text"] == "4.0");
  BOOST_TEST(all["versions"][2]["reason"] == "decimal point slipped");
  BOOST_TEST(all["versions"][2]["entered_by"] == "Mara");
}

BOOST_AUTO_TEST_CASE(the_past_is_told_as_it_was_known_then) {
  const std::string before_all = now();
  const std::string url = enter(mara);
  const std::string entered = now();
  post(url + "/certify", jon);
  const std::string certified = now();
  post(url + "/publish", jon);
  BOOST_TEST(published_text(url, {{"at", before_all}}) == "404");
  BOOST_TEST(published_text(url, {{"at", entered}}) == "404");
  BOOST_TEST(published_text(url, {{"at", certified}}) == "404");
  BOOST_TEST(ask("GET", url, jon, "", {{"at", entered}}).body["results"].empty());
  BOOST_TEST(ask("GET", url, jon, "", {{"at", entered}}).body["versions"].size() == 2U);
  BOOST_TEST(ask("GET", url, jon, "", {{"at", certified}}).body["results"].size() == 2U);
  BOOST_TEST(ask("GET", "/v1/plants/north/samples", "", "", {{"at", certified}}).body["samples"].empty());
  BOOST_TEST(ask("GET", "/v1/plants/north/samples", "").body["samples"].size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_plant_and_the_limits_of_a_moment) {
  const std::string before = now();
  const std::string url = enter(mara);
  post(url + "/certify", jon);
  post(url + "/publish", jon);
  const std::string published = now();
  store::Transaction transaction = database->begin();
  transaction.run("UPDATE water.plants SET name = 'Northern works', jurisdiction = 'AR' WHERE plant_id = 'north'");
  transaction.commit();

  const auto at = [&](const std::string& moment) {
    return ask("GET", "/v1/plants/north", "", "", {{"at", moment}}).body;
  };
  BOOST_TEST(at(before)["name"] == "North");
  BOOST_TEST(at(before)["parameters"].empty());
  BOOST_TEST(at(published)["name"] == "North");
  BOOST_TEST(at(published)["parameters"][0]["parameter"] == "arsenic");
  BOOST_TEST(at(published)["parameters"][0]["limits"][0]["jurisdiction"] == "EU");
  BOOST_TEST(at(now())["name"] == "Northern works");
  BOOST_TEST(at(now())["parameters"][0]["limits"][0]["jurisdiction"] == "AR");
  BOOST_TEST(at("2001-01-01")["error"]["message"] == "there is no plant \"north\" at that moment");
  BOOST_TEST(at("yesterday")["error"]["field"] == "at");
}

BOOST_AUTO_TEST_CASE(the_champion_of_a_moment) {
  const std::string before = now();
  registered.add("example", tests::second_model());
  BOOST_REQUIRE(static_cast<bool>(registered.registry().promotions().force("example", 2, "better", "mara")));
  const auto at = [&](const std::string& moment) {
    return ask("GET", "/v1/models/example", "", "", {{"at", moment}}).body;
  };
  BOOST_TEST(at(before)["champion_version"] == 1);
  BOOST_TEST(at(before)["versions"].dump() == "[1]");
  BOOST_TEST(at(now())["champion_version"] == 2);
  BOOST_TEST(at(now())["decision"]["reason"] == "better");
  BOOST_TEST(at("2001-01-01")["champion_version"].is_null());
  const auto entries = store::audit_entries(*database, {.action = "model.forced"}, 1);
  BOOST_REQUIRE(entries.size() == 1U);
  BOOST_TEST(entries[0].entry.actor.subject == "mara");
  BOOST_TEST(entries[0].entry.object == "model/example");
}

BOOST_AUTO_TEST_CASE(the_same_sample_sent_again_is_known_and_another_content_is_refused) {
  const Answered sent = post("/v1/samples", mara, sample("7"));
  const Answered again = post("/v1/samples", jon, sample("7"));
  BOOST_TEST(sent.body["samples"][0]["new"] == true);
  BOOST_TEST(again.body["samples"][0]["new"] == false);
  BOOST_TEST(again.body["samples"][0]["id"] == sent.body["samples"][0]["id"]);
  const Answered other = post("/v1/samples", mara, sample("7", "0.5"));
  BOOST_TEST(other.status == 409);
  BOOST_TEST(other.body["error"]["message"] ==
             "the sample \"7\" of the plant \"north\" is stored as sample " + sent.body["samples"][0]["id"].dump() +
                 " with other content; a correction is sent to /v1/samples/{id}/corrections");
}

BOOST_AUTO_TEST_CASE(of_an_array_all_samples_are_stored_or_none) {
  const std::string good = "[" + sample("a") + "," + sample("b") + "]";
  BOOST_TEST(post("/v1/samples", mara, good).body["samples"].size() == 2U);
  const Answered bad = post("/v1/samples", mara, "[" + sample("c") + "," + sample("a", "9") + "]");
  BOOST_TEST(bad.status == 409);
  BOOST_TEST(bad.body["error"]["field"] == "[1].sample_key");
  BOOST_TEST(database->begin().run("SELECT count(*) FROM water.samples WHERE sample_key = 'c'").integer(0, 0) == 0);
}

struct Refused {
  std::string body;
  int status;
  std::string field, message;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.message;
}

std::string with_result(const std::string& result) {
  return R"({"plant_id": "north", "sampled_at": "2026-03-12T08:00:00Z", "results": [)" + result + "]}";
}

const std::string kNtu = R"({"parameter": "turbidity", "value": 1, "unit": "NTU"})";
const Refused kRefused[] = {
    {R"({"certified_by": "me", "plant_id": "north"})", 422, "certified_by",
     "certified_by follows from the token and the server, never from the body"},
    {R"([{"laboratory": "Other", "plant_id": "north"}])", 422, "[0].laboratory",
     "laboratory follows from the token and the server, never from the body"},
    {with_result(R"({"parameter": "turbidity", "entered_by": "x"})"), 422, "results[0].entered_by",
     "entered_by follows from the token and the server, never from the body"},
    {R"({"plant": "north"})", 400, "plant",
     "unknown key \"plant\"; accepted: plant_id, sample_key, sampled_at, stated_verdict, model, label, group, results"},
    {"{", 400, "", "the body is not JSON"},
    {"[]", 422, "", "the array must have 1 to 1000 samples"},
    {R"({"sampled_at": "2026-03-12T08:00:00Z"})", 422, "results", "results must be an array of 1 to 500 results"},
    {with_result(R"({"parameter": "turbidity", "unit": "NTU"})"), 422, "results[0].value",
     "either value, a number, or text, such as \"<0.01\" or \"not detected\", is needed"},
    {with_result(R"({"value": 1})"), 422, "results[0].parameter",
     "parameter is missing: the code of what was measured"},
    {with_result(kNtu + "," + kNtu), 422, "results[1]",
     "there are two results of turbidity; result_key tells results of one parameter apart"},
    {R"({"plant_id": "south", "sampled_at": "2026-03-12T08:00:00Z", "results": [)" + kNtu + "]}", 403, "plant_id",
     "this token is of the plant \"north\", not of \"south\""},
    {R"({"sampled_at": "2026-03-12T08:00:00Z", "label": true, "results": [)" + kNtu + "]}", 422, "label",
     "model and label go together: whether the model's positive class holds, or its number"},
};

BOOST_DATA_TEST_CASE(a_body_that_is_no_sample_is_refused_with_the_field, bdata::make(kRefused), refused) {
  const Answered answered = post("/v1/samples", mara, refused.body);
  BOOST_TEST(answered.status == refused.status);
  BOOST_TEST(answered.body["error"]["field"].get<std::string>() == refused.field);
  BOOST_TEST(answered.body["error"]["message"] == refused.message);
  BOOST_TEST(database->begin().run("SELECT count(*) FROM water.samples").integer(0, 0) == 0);
}

BOOST_AUTO_TEST_CASE(who_certifies_and_publishes_is_not_told_by_the_body) {
  const std::string url = enter(mara);
  for (const char* action : {"/certify", "/publish", "/corrections"}) {
    const Answered answered = post(url + action, jon, R"({"certified_by": "Jon"})");
    BOOST_TEST(answered.status == 422);
    BOOST_TEST(answered.body["error"]["field"] == "certified_by");
  }
}

BOOST_AUTO_TEST_CASE(a_correction_names_what_it_corrects_and_why) {
  const std::string url = enter(mara);
  const auto message = [&](const std::string& body) {
    return post(url + "/corrections", mara, body).body["error"]["message"].get<std::string>();
  };
  BOOST_TEST(message(R"({"results": [{"parameter": "turbidity", "value": 4, "unit": "NTU"}]})") ==
             "reason is missing: why, for those who read the record");
  BOOST_TEST(message(R"({"reason": "r", "results": [{"parameter": "iron", "value": 4, "unit": "mg/L"}]})") ==
             "the sample has no such result; it has arsenic, turbidity");
  BOOST_TEST(message(R"({"reason": "r", "results": [{"parameter": "turbidity", "value": 0.4, "unit": "NTU"}]})") ==
             "the result is stored as 0.4 NTU already");
  BOOST_TEST(post("/v1/samples/4711/corrections", mara,
                  R"({"reason": "r", "results": [{"parameter": "iron", "value": 4, "unit": "mg/L"}]})")
                 .status == 404);
}

BOOST_AUTO_TEST_CASE(two_corrections_at_once_are_two_versions) {
  const std::string url = enter(mara);
  {
    std::vector<std::jthread> threads;
    for (int n = 1; n <= 4; ++n)
      threads.emplace_back([&, n] {
        post(url + "/corrections", n % 2 == 0 ? mara : jon,
             R"({"reason": "r", "results": [{"parameter": "turbidity", "value": )" + std::to_string(n) +
                 R"(, "unit": "NTU"}]})");
      });
  }
  BOOST_TEST(ask("GET", url, regulator).body["versions"].size() == 6U);
}

BOOST_AUTO_TEST_CASE(every_step_is_in_the_audit_trail) {
  const std::string url = enter(mara);
  post(url + "/corrections", mara,
       R"({"reason": "typo", "results": [{"parameter": "turbidity", "value": 1, "unit": "NTU"}]})");
  post(url + "/certify", jon, R"({"reason": "seen"})");
  post(url + "/publish", jon);
  const auto entries = store::audit_entries(*database, {.object = url.substr(4, 6) + url.substr(11)}, 10);
  BOOST_REQUIRE(entries.size() == 4U);
  const char* const actions[] = {"sample.published", "sample.certified", "sample.corrected", "sample.entered"};
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(entries[i].entry.action == actions[i]);
    BOOST_TEST(entries[i].entry.actor.subject == (i < 2 ? "Jon" : "Mara"));
    BOOST_TEST(entries[i].entry.actor.role == "lab");
    BOOST_TEST(entries[i].entry.actor.token_id.has_value());
  }
  BOOST_TEST(entries[2].entry.reason == "typo");
  const json details = json::parse(entries[2].entry.details_json)["results"][0];
  BOOST_TEST(details["from"] == "0.4 NTU");
  BOOST_TEST(details["to"] == "1 NTU");

  const json audit = ask("GET", "/v1/audit", regulator, "", {{"action", "sample.corrected"}, {"limit", "1"}}).body;
  BOOST_TEST(audit["entries"][0]["subject"] == "Mara");
  BOOST_TEST(audit["entries"][0]["details"]["results"][0]["version"] == 2);
  BOOST_TEST(audit["next_before"] == audit["entries"][0]["entry_id"]);
  BOOST_TEST(ask("GET", "/v1/audit", regulator, "", {{"limit", "0"}}).body["error"]["message"] ==
             "limit must be a whole number from 1 to 1000, not \"0\"");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
