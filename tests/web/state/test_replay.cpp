#include "tests/web/loaded_state.hpp"
#include "web/state/replay_words.hpp"
#include "web/state/text_twin.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using namespace clearwell::state;

/// What the log holds of the small model's answer to sweetness 20 and no depth.
std::string logged_answer(const std::string& margin_bits, const std::string& probability_bits) {
  return R"({"inference_id":7,"inferred_at":"2026-03-12T08:00:00.120Z","model":"pools","version":2,"role":"champion",)"
         R"("plant_id":"north","features":[20,null],"margin":1,"margin_bits":")" +
         margin_bits + R"(","probability":0.7310586,"probability_bits":")" + probability_bits +
         R"(","threshold":0.6,"positive":true,"published_at":"2026-03-12T09:00:00Z","simulated":true,)"
         R"("model_url":"/v1/models/pools/versions/2/model.onnx"})";
}

State replayed(const std::string& body) {
  State state = test::loaded_state("#section=replay&inference=7");
  const std::string url = "/v1/inferences/7";
  BOOST_REQUIRE(state.slot(Resource::inference).url == url);
  return test::answered(reduce(reduce(state, Retry{}), ResponseArrived{Resource::inference, url, 200, body, {}}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(replays)

BOOST_AUTO_TEST_CASE(bits_are_told_in_hex) {
  BOOST_TEST(bits_text(1) == "3f800000");
  BOOST_TEST(bits_text(-0.0F) == "80000000");
  BOOST_TEST(bits_text(0.1F) == "3dcccccd");
}

BOOST_AUTO_TEST_CASE(the_same_bits_are_equal) {
  const float probability =
      scoring::Predictor::load(test::small_model_bytes())->predict(std::vector<float>{20, std::nanf("")}).probability;
  const State state = replayed(logged_answer("3f800000", bits_text(probability)));
  BOOST_REQUIRE(state.replay.has_value());
  BOOST_TEST(state.replay->equal);
  BOOST_TEST(replay_verdict(state) == "This page computes the same bits.");
  BOOST_TEST(replay_subject(state) == "Answer 7 of Pools, version 2 · 12 March 2026 · North Plant (simulated)");
  BOOST_TEST(replay_rows(state)[2][1] == "1.000000 · 3f800000");
  BOOST_TEST(replay_rows(state)[3][1] == "0.731059 · " + bits_text(probability));
  BOOST_TEST(replay_rows(state)[4][1] == "0.600000");
  BOOST_TEST(replay_features(state)[2][1] == "(not measured)");
  BOOST_TEST(to_hash(address_of(state)) == "section=replay&plant=north&inference=7");
}

BOOST_AUTO_TEST_CASE(one_bit_is_enough_to_differ) {
  const State state = replayed(logged_answer("3f800001", "3f3b26a8"));
  BOOST_REQUIRE(state.replay.has_value());
  BOOST_TEST(!state.replay->equal);
  BOOST_TEST(text_twin(state).status == "This page computes other bits than the log holds.");
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_not_public_is_said_to_be_so) {
  const State state = test::loaded_state("#section=replay&inference=7");  // 404
  BOOST_TEST((state.slot(Resource::inference).status == LoadStatus::failed));
  BOOST_TEST(text_twin(state).status == "This answer cannot be shown: it is not public, or did not arrive.");
}

BOOST_AUTO_TEST_CASE(a_version_that_does_not_arrive_leaves_no_verdict) {
  State state = reduce(test::loaded_state("#section=replay&inference=7"), Retry{});
  std::string body = logged_answer("3f800000", "3f3b26a8");
  body.replace(body.find("versions/2"), 10, "versions/1");
  state = test::answered(reduce(state, ResponseArrived{Resource::inference, "/v1/inferences/7", 200, body, {}}));
  BOOST_TEST(state.slot(Resource::replay_file).url == "/v1/models/pools/versions/1/model.onnx");
  BOOST_TEST(!state.replay.has_value());
  BOOST_TEST(text_twin(state).status == "This answer cannot be shown: it is not public, or did not arrive.");
}

BOOST_AUTO_TEST_CASE(an_address_without_an_answer_says_so) {
  BOOST_TEST(text_twin(test::loaded_state("#section=replay")).status == "This address names no answer.");
}

BOOST_AUTO_TEST_CASE(an_address_without_an_answer_forgets_the_one_before) {
  const State before = replayed(logged_answer("3f800000", "3f3b26a8"));
  for (const char* hash : {"section=replay", "section=replay&inference=x", "section=replay&inference=0"}) {
    const State state = reduce(before, AddressChanged{hash});
    BOOST_TEST_CONTEXT(hash) {
      BOOST_TEST(text_twin(state).status == "This address names no answer.");
      BOOST_TEST(replay_twin(state).sections.empty());
      BOOST_TEST(!state.logged.has_value());
      BOOST_TEST(!state.replay.has_value());
      BOOST_TEST(state.slot(Resource::inference).url == "");
      BOOST_TEST(to_hash(address_of(state)) == "section=replay&plant=north");
    }
  }
  const State late =
      reduce(reduce(before, AddressChanged{"section=replay"}),
             ResponseArrived{Resource::inference, "/v1/inferences/7", 200, logged_answer("3f800000", "3f3b26a8"), {}});
  BOOST_TEST(!late.logged.has_value());
  const State back = reduce(late, AddressChanged{"section=replay&inference=7"});
  BOOST_TEST((back.slot(Resource::inference).status == LoadStatus::wanted));
}

BOOST_AUTO_TEST_CASE(the_answer_stays_while_another_section_is_open) {
  const State away = reduce(replayed(logged_answer("3f800000", "3f3b26a8")), AddressChanged{"section=plants"});
  BOOST_TEST(reduce(away, OpenSection{Section::replay}).replay.has_value());
}

BOOST_AUTO_TEST_CASE(another_link_shows_nothing_of_the_answer_before) {
  const State state =
      reduce(replayed(logged_answer("3f800000", "3f3b26a8")), AddressChanged{"section=replay&inference=8"});
  BOOST_TEST(!state.logged.has_value());
  BOOST_TEST(!state.replay.has_value());
  BOOST_TEST(state.slot(Resource::inference).url == "/v1/inferences/8");
}

BOOST_AUTO_TEST_CASE(features_that_do_not_fit_the_model_are_refused) {
  LoggedInference logged;
  logged.features = {1};
  BOOST_TEST(replay(logged, test::small_model_bytes()).error().message ==
             "the answer has 1 features, its model takes 2");
}

const char* const kBroken[] = {"no", "[]", R"({"inference_id":7,"version":0})", R"({"inference_id":7,"version":1})"};
const char* const kComplaints[] = {"the answer is not JSON", "inference_id is no number from 1 on",
                                   "version is no number from 1 on", "features is no list"};
BOOST_DATA_TEST_CASE(what_is_no_answer_is_refused, bdata::make(kBroken) ^ kComplaints, body, complaint) {
  BOOST_TEST(parse_inference(body).error().message == complaint);
}

BOOST_AUTO_TEST_SUITE_END()
