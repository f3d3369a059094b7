#include "tests/web/loaded_state.hpp"
#include "web/state/summary.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace clearwell;
using namespace clearwell::state;
using i18n::Language;

constexpr std::int64_t kNow = 1'773'400'000;  // a day after the samples

PlantResults results_with(const std::vector<Verdict>& verdicts) {
  PlantResults results;
  for (const Verdict verdict : verdicts) {
    Parameter parameter;
    parameter.title = {"P" + std::to_string(results.parameters.size()), "p"};
    if (verdict != Verdict::no_limit)
      parameter.limits.push_back({"AR", "CAA", "art. 982", "", std::nullopt, 3.0, "", true});
    parameter.latest = LatestResult{1.0, "1", 1'773'302'400, verdict, ""};
    results.parameters.push_back(parameter);
  }
  return results;
}

std::string heading_of(std::vector<Verdict> verdicts) {
  return heading(summarize(results_with(std::move(verdicts)), kNow), Language::en);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(summary_of_results)

BOOST_AUTO_TEST_CASE(one_result_beyond_decides) {
  BOOST_TEST(heading_of({Verdict::within, Verdict::beyond, Verdict::cannot_be_judged}) == "Beyond a legal limit");
  BOOST_TEST(heading_of({Verdict::within, Verdict::cannot_be_judged}) == "Within the legal limits");
  BOOST_TEST(heading_of({Verdict::cannot_be_judged, Verdict::no_limit}) == "Cannot be judged");
  BOOST_TEST(heading_of({Verdict::no_limit}) == "No legal limit is known here");
  BOOST_TEST(heading_of({}) == "No certified sample yet");
}

BOOST_AUTO_TEST_CASE(the_card_says_what_was_found_when_by_whom_and_by_which_law) {
  const State state = test::loaded_state();
  const auto lines = sentences(summarize(*state.results, state.now), -3 * 3600, Language::en);
  BOOST_REQUIRE(lines.size() == 4U);
  BOOST_TEST(lines[0] == "The one test of 10 to 12 March 2026 was within its legal limit.");
  BOOST_TEST(lines[1] == "2 others could not be judged: Cadmium, Lead.");
  BOOST_TEST(lines[2] == "Tested by Provincial Laboratory, University.");
  BOOST_TEST(lines[3] == "Judged by CAA art. 982.");
  const auto beyond =
      sentences(summarize(results_with({Verdict::beyond, Verdict::within, Verdict::beyond}), kNow), 0, Language::en);
  BOOST_TEST(beyond[0] == "2 of 3 tests of 12 March 2026 were beyond their legal limits: P0, P2.");
}

BOOST_AUTO_TEST_CASE(two_dates_share_what_they_end_with) {
  VerdictSummary summary;
  summary.newest = 1'773'302'400;  // 12 March 2026
  summary.oldest = *summary.newest - 20 * 86'400;
  BOOST_TEST(dates_of(summary, 0, Language::en) == "20 February to 12 March 2026");
  BOOST_TEST(dates_of(summary, 0, Language::es) == "20 de febrero al 12 de marzo de 2026");
  summary.oldest = *summary.newest - 100 * 86'400;
  BOOST_TEST(dates_of(summary, 0, Language::en) == "2 December 2025 to 12 March 2026");
  summary.oldest = summary.newest;
  BOOST_TEST(dates_of(summary, 0, Language::es) == "12 de marzo de 2026");
}

BOOST_AUTO_TEST_CASE(the_date_is_the_plant_s_own_day) {
  PlantResults results = results_with({Verdict::within, Verdict::within});
  for (Parameter& parameter : results.parameters)
    parameter.latest->sampled_at = 1'773'273'600 + 3600;  // one in the morning in UTC
  BOOST_TEST(sentences(summarize(results, kNow), -3 * 3600, Language::en)[0] ==
             "All 2 tests of 11 March 2026 were within the legal limits.");
}

BOOST_AUTO_TEST_CASE(old_results_say_their_age_before_anything_good) {
  const std::int64_t later = 1'773'302'400 + 45 * 86'400;
  const PlantResults within = results_with({Verdict::within});
  const PlantResults beyond = results_with({Verdict::beyond});
  const VerdictSummary old = summarize(within, later);
  BOOST_TEST(old.stale_days.value() == 45);
  BOOST_TEST(heading(old, Language::en) == "Last tested 45 days ago");
  BOOST_TEST(sentences(old, 0, Language::en)[0] == "The one test of 12 March 2026 was within its legal limit.");
  const VerdictSummary bad = summarize(beyond, later);
  BOOST_TEST(heading(bad, Language::en) == "Beyond a legal limit");
  BOOST_TEST(sentences(bad, 0, Language::en)[1] == "Last tested 45 days ago.");
  BOOST_TEST(!summarize(within, 1'773'302'400 + 31 * 86'400).stale_days.has_value());
}

BOOST_AUTO_TEST_CASE(a_plant_s_last_test_is_told_in_the_list) {
  Plant plant;
  BOOST_TEST(last_tested(plant, kNow, Language::en) == "Not tested yet");
  plant.last_sample_at = 1'773'302'400;
  BOOST_TEST(last_tested(plant, kNow, Language::en) == "Last tested 12\u00A0Mar\u00A02026");
  BOOST_TEST(last_tested(plant, 1'773'302'400 + 90 * 86'400, Language::es) == "Último análisis hace 90 días");
}

BOOST_AUTO_TEST_CASE(limits_are_written_short) {
  Parameter parameter;
  BOOST_TEST(limit_text(parameter, Language::en).empty());
  parameter.limits.push_back({"AR", "CAA", "", "", 6.5, 8.5, "", true});
  BOOST_TEST(limit_text(parameter, Language::es) == "6,5–8,5");
  parameter.limits[0].min.reset();
  BOOST_TEST(limit_text(parameter, Language::en) == "≤ 8.5");
  parameter.limits.push_back({"EU", "2020/2184", "", "", std::nullopt, 0.005, "mg/L", false});
  BOOST_TEST(limit_text(parameter, Language::en) == "≤ 0.005");
  parameter.limits.push_back({"AR", "CAA", "", "", std::nullopt, 0.0, "/100 mL", true});
  BOOST_TEST(limit_text(parameter, Language::en) == "0");
  BOOST_TEST(limit_label(parameter.limits[1], 0.005, Language::en) == "2020/2184 (unconfirmed): 0.005 mg/L");
}

BOOST_AUTO_TEST_CASE(the_estimate_is_told_in_words) {
  const State state = test::loaded_state();
  const EstimateWords words = words_of(*state.predictor, state.what_if.estimate->prediction, Language::en);
  BOOST_TEST(words.label == "Liked");
  BOOST_TEST(words.sentence ==
             "Of 100 samples like this, the model expects 73 to be labelled “liked”. It says “liked” only when it "
             "expects 60 or more.");
  BOOST_TEST(words.threshold == "says “liked” from 60 of 100");
}

BOOST_AUTO_TEST_CASE(a_regression_tells_its_number_with_the_unit) {
  const auto predictor = scoring::Predictor::load(test::small_model_bytes(test::small_regression_spec()));
  BOOST_REQUIRE(predictor);
  const EstimateWords words = words_of(*predictor, {.margin = 212.46F}, Language::es);
  BOOST_TEST(words.label == "212,5 CLP/L");
  BOOST_TEST(words.sentence == "Precio según estima el modelo: 212,5 CLP/L.");
  BOOST_TEST(words.threshold.empty());
  BOOST_TEST(direction_name(predictor->spec(), true, Language::en) == "more");
  BOOST_TEST(direction_name(predictor->spec(), false, Language::es) == "menos");
}

BOOST_AUTO_TEST_CASE(a_simulated_plant_is_called_so_in_the_readers_language) {
  Plant plant;
  plant.name = "Arroyo Claro";
  BOOST_TEST(plant_name(plant, Language::es) == "Arroyo Claro");
  plant.simulated = true;
  BOOST_TEST(plant_name(plant, Language::en) == "Arroyo Claro (simulated)");
  BOOST_TEST(plant_name(plant, Language::es) == "Arroyo Claro (simulada)");
}

BOOST_AUTO_TEST_CASE(contributions_are_told_in_words) {
  State state = reduce(test::loaded_state(), SetFeature{0, 25});
  state = reduce(state, MeasureFeature{1, false});
  BOOST_TEST(push_text(state, {0, 5}) == "Sweetness 25.0 g/L pushes towards “liked”");
  BOOST_TEST(push_text(state, {1, -1}) == "Depth (not measured) pushes towards “not liked”");
  BOOST_TEST(push_text(state, {1, 0}) == "Depth (not measured) changes nothing");
}

BOOST_AUTO_TEST_CASE(a_refused_value_is_answered_with_what_is_accepted) {
  const State state = reduce(test::loaded_state(), TypeFeature{0, "101"});
  const auto& feature = state.predictor->spec().features[0];
  BOOST_TEST(problem_text(feature, state.what_if.entries[0], Language::en) ==
             "101 is not plausible here. Accepted: 0 to 100.");
  const State other = reduce(state, TypeFeature{0, "much"});
  BOOST_TEST(problem_text(feature, other.what_if.entries[0], Language::en) ==
             "“much” is not a number. Write for example 20.0.");
}

BOOST_AUTO_TEST_SUITE_END()
