#include "tests/web/loaded_state.hpp"
#include "web/state/summary.hpp"
#include "web/state/surroundings_words.hpp"
#include "web/state/text_twin.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace clearwell;
using namespace clearwell::state;

State trying() {
  return test::answered(test::loaded_state("#section=try"));
}

State without_values() {
  return test::answered(reduce(reduce(trying(), MeasureFeature{0, false}), MeasureFeature{1, false}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(looking_around)

BOOST_AUTO_TEST_CASE(the_smallest_change_is_told_in_words) {
  BOOST_TEST(turning_sentence(trying()) ==
             "The smallest change that turns the answer: Sweetness 19.4 g/L instead of 20.0 g/L.");
}

BOOST_AUTO_TEST_CASE(an_uncertainty_gives_a_range_and_says_how_it_was_found) {
  const State state = test::answered(reduce(trying(), TypeUncertainty{"10"}));
  const std::vector<std::string> sentences = range_sentences(state);
  BOOST_REQUIRE(sentences.size() == 3U);  // margins from 1 - 2 - 0.6 to 1 + 2 + 0.6
  BOOST_TEST(sentences[0] == "Then the model expects between 17 and 97 of 100.");
  BOOST_TEST(sentences[1] == "The answer could be either.");
  BOOST_TEST(sentences[2] == "These are the exact ends for this model.");
  const State sure = test::answered(reduce(state, TypeUncertainty{"0.5"}));
  BOOST_TEST(range_sentences(sure)[1] == "The answer stays “liked”.");
}

BOOST_AUTO_TEST_CASE(an_uncertainty_that_is_none_is_refused) {
  for (const char* typed : {"51", "-1"}) {
    const State state = reduce(trying(), TypeUncertainty{typed});
    BOOST_TEST(state.what_if.uncertainty.value == 0);
    BOOST_TEST(uncertainty_problem(state.what_if.uncertainty, i18n::Language::en) ==
               std::string(typed) + " is not plausible here. Accepted: 0 to 50.");
  }
  const State state = reduce(trying(), TypeUncertainty{"some"});
  BOOST_TEST(uncertainty_problem(state.what_if.uncertainty, i18n::Language::en) ==
             "“some” is not a number. Write for example 5.");
  BOOST_TEST((reduce(state, EndTypingUncertainty{}).what_if.uncertainty.problem == EntryProblem::none));
}

BOOST_AUTO_TEST_CASE(what_was_found_out_about_other_values_is_let_go) {
  const State before = trying();
  BOOST_REQUIRE(before.what_if.surroundings.has_value());
  const State changed = reduce(before, SetFeature{0, 30});
  BOOST_TEST(!changed.what_if.surroundings.has_value());
  BOOST_TEST(turning_sentence(changed) == "Computing.");
  const State late = reduce(changed, LookedAround{before.what_if.revision, *before.what_if.surroundings});
  BOOST_TEST(!late.what_if.surroundings.has_value());
}

BOOST_AUTO_TEST_CASE(of_nothing_measured_nothing_is_said) {
  const State state = without_values();
  BOOST_TEST(!state.what_if.estimate.has_value());
  BOOST_TEST(!state.what_if.surroundings.has_value());
  BOOST_TEST(estimate_words(state).label == "Nothing is measured");
  BOOST_TEST(text_twin(state).status.rfind("The model estimates: Nothing is measured. From nothing", 0) == 0U);
  BOOST_TEST(reduce(state, MeasureFeature{0, true}).what_if.estimate.has_value());
}

BOOST_AUTO_TEST_CASE(typical_values_keep_what_was_said_of_the_meters) {
  const State state = reduce(reduce(trying(), TypeUncertainty{"5"}), ResetFeatures{});
  BOOST_TEST(state.what_if.uncertainty.value == 5);
}

BOOST_AUTO_TEST_CASE(the_twin_tells_all_of_it) {
  const State state = test::answered(reduce(trying(), TypeUncertainty{"10"}));
  std::string words;
  std::size_t links = 0;
  for (const TwinSection& section : text_twin(state).sections) {
    for (const std::string& sentence : section.sentences)
      words += sentence + "\n";
    for (const TwinLink& link : section.links)
      links += link.hash.find("sample=") != std::string::npos ? 1 : 0;
  }
  for (const std::string& sentence : range_sentences(state))
    BOOST_TEST(words.find(sentence) != std::string::npos);
  BOOST_TEST(words.find(turning_sentence(state)) != std::string::npos);
  BOOST_TEST(words.find("pushes towards") == std::string::npos);  // at the medians nothing pushes
  BOOST_TEST(links == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
