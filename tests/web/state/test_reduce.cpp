#include "tests/web/loaded_state.hpp"
#include "web/state/seal_run.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

namespace {

using namespace clearwell;
using namespace clearwell::state;

State started(const std::string& hash = "") {
  return reduce({}, Start{i18n::Language::en, false, 1'773'300'000, true, hash});
}

std::string url_of(const State& state, Resource resource) {
  return state.slot(resource).url;
}

State with(State state, const Action& action) {
  return reduce(std::move(state), action);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reduce_of_the_page)

BOOST_AUTO_TEST_CASE(the_page_first_wants_plants_and_models) {
  BOOST_TEST((wanted_requests(started()) ==
              std::vector<Request>{{Resource::plants, "/v1/plants"}, {Resource::models, "/v1/models"}}));
}

BOOST_AUTO_TEST_CASE(a_started_request_is_not_wanted_again) {
  const State state = with(with(started(), RequestStarted{Resource::plants}), RequestStarted{Resource::models});
  BOOST_TEST(wanted_requests(state).empty());
}

BOOST_AUTO_TEST_CASE(everything_arrives_step_by_step) {
  const State state = test::loaded_state();
  BOOST_TEST(state.plant_id == "north");
  BOOST_TEST(state.parameter == "turbidity");
  BOOST_REQUIRE(state.history.has_value());
  BOOST_TEST(state.dates.has_value());
  BOOST_REQUIRE(state.predictor != nullptr);
  BOOST_TEST(state.file_sha256 == state.version->sha256);
  BOOST_TEST(state.what_if.entries.size() == 2U);
  BOOST_TEST((state.seal.status == Seal::Status::running));
}

BOOST_AUTO_TEST_CASE(what_is_judged_comes_before_what_is_not_and_what_has_no_limit_last) {
  const State state = test::loaded_state();
  std::string order;
  for (const Parameter& parameter : state.results->parameters)
    order += parameter.code + " ";
  BOOST_TEST(order == "turbidity cadmium lead conductivity ");
}

BOOST_AUTO_TEST_CASE(the_history_s_address_depends_on_the_newest_sample_only) {
  const State state = test::loaded_state();
  BOOST_TEST(url_of(state, Resource::history) ==
             "/v1/plants/north/history?parameter=turbidity&from=2025-03-11T00%3A00%3A00Z&points=500");
  BOOST_TEST(url_of(test::answered(with(state, ChooseSpan{ChartSpan::all})), Resource::history) ==
             "/v1/plants/north/history?parameter=turbidity&points=500");
}

BOOST_AUTO_TEST_CASE(another_parameter_wants_its_history_and_forgets_the_old_one) {
  const State state = with(test::loaded_state(), ChooseParameter{"cadmium"});
  BOOST_TEST(!state.history.has_value());
  BOOST_TEST(url_of(state, Resource::months) == "/v1/plants/north/history/tiles?parameter=cadmium");
  BOOST_TEST((state.slot(Resource::months).status == LoadStatus::wanted));
}

BOOST_AUTO_TEST_CASE(an_answer_to_an_old_question_is_ignored) {
  const State before = with(test::loaded_state(), ChooseParameter{"cadmium"});
  const State after = with(before, ResponseArrived{Resource::history,
                                                   "/v1/plants/north/history?parameter=turbidity&points=500",
                                                   200,
                                                   test::kTurbidityHistory,
                                                   {}});
  BOOST_TEST(!after.history.has_value());
}

BOOST_AUTO_TEST_CASE(the_same_plant_again_fetches_nothing) {
  BOOST_TEST(wanted_requests(with(test::loaded_state(), ChoosePlant{"north"})).empty());
}

BOOST_AUTO_TEST_CASE(a_failure_is_kept_and_asked_again) {
  const State failed = with(with(started(), RequestStarted{Resource::plants}),
                            ResponseArrived{Resource::plants, "/v1/plants", 503, "", {}});
  BOOST_TEST((failed.slot(Resource::plants).status == LoadStatus::failed));
  BOOST_TEST(failed.slot(Resource::plants).problem == "HTTP 503");
  BOOST_TEST((with(failed, Retry{}).slot(Resource::plants).status == LoadStatus::wanted));
}

BOOST_AUTO_TEST_CASE(an_answer_that_breaks_the_contract_is_a_failure_with_its_reason) {
  const State state = with(started(), ResponseArrived{Resource::plants, "/v1/plants", 200, "{}", {}});
  BOOST_TEST(state.slot(Resource::plants).problem == "plants is missing");
}

BOOST_AUTO_TEST_CASE(a_broken_model_file_leaves_the_page_usable) {
  State state = with(started(), ResponseArrived{Resource::models, "/v1/models", 200, test::models_answer(), {}});
  state =
      with(state, ResponseArrived{Resource::model_file, url_of(state, Resource::model_file), 200, "not a model", {}});
  BOOST_TEST(state.predictor == nullptr);
  BOOST_TEST((state.slot(Resource::model_file).status == LoadStatus::failed));
  BOOST_TEST(!state.slot(Resource::model_file).problem.empty());
  BOOST_TEST(with(state, SetFeature{0, 1}).what_if.entries.empty());
}

BOOST_AUTO_TEST_CASE(without_plants_the_model_is_shown_first) {
  const ResponseArrived none{Resource::plants, "/v1/plants", 200, "{\"plants\":[]}", {}};
  BOOST_TEST((with(started(), none).section == Section::try_it));
  BOOST_TEST((with(started("#section=plants"), none).section == Section::plants));
}

BOOST_AUTO_TEST_CASE(an_address_chooses_section_plant_parameter_and_span) {
  const State state = test::loaded_state("#section=plants&plant=north&parameter=lead&range=all");
  BOOST_TEST(state.parameter == "lead");
  BOOST_TEST((state.span == ChartSpan::all));
  BOOST_TEST(url_of(state, Resource::history) == "/v1/plants/north/history?parameter=lead&points=500");
}

BOOST_AUTO_TEST_CASE(an_address_of_a_plant_that_is_gone_shows_the_first) {
  BOOST_TEST(test::loaded_state("#plant=gone").plant_id == "north");
}

BOOST_AUTO_TEST_CASE(the_address_follows_the_page) {
  BOOST_TEST(to_hash(address_of(test::loaded_state())) == "section=plants&plant=north&parameter=turbidity&range=1y");
  BOOST_TEST(to_hash(address_of(with(test::loaded_state(), OpenSection{Section::try_it}))) ==
             "section=try&plant=north");
}

BOOST_AUTO_TEST_CASE(an_address_brings_back_the_whole_view) {
  State there = test::answered(with(test::loaded_state(), CompareWith{"conductivity"}));
  there = with(there, ViewDates{{1'767'225'600, 1'769'904'000}});  // January 2026
  there = with(with(there, SearchPlants{"rosario"}), TogglePlantList{});
  const std::string hash = to_hash(address_of(there));
  BOOST_TEST(hash ==
             "section=plants&plant=north&parameter=turbidity&range=1y&with=conductivity&from=2026-01-01&"
             "to=2026-02-01&list=open&find=rosario");
  for (const State& again :
       {test::loaded_state("#" + hash), test::answered(with(test::loaded_state(), AddressChanged{"#" + hash}))}) {
    BOOST_TEST(to_hash(address_of(again)) == hash);
    BOOST_TEST(again.compared_history.has_value());
  }
}

BOOST_AUTO_TEST_CASE(only_what_a_person_chose_is_a_step_for_the_back_button) {
  const State state = test::loaded_state();
  BOOST_TEST(state.moves == 0);
  BOOST_TEST(with(state, ViewDates{{0, 1}}).moves == 0);
  BOOST_TEST(with(state, AddressChanged{"#section=model"}).moves == 0);
  BOOST_TEST(with(state, ChooseParameter{"turbidity"}).moves == 0);  // it is chosen already
  BOOST_TEST(with(state, ChooseParameter{"lead"}).moves == 1);
  BOOST_TEST(with(state, ChoosePlant{"south"}).moves == 1);
  BOOST_TEST(with(state, OpenSection{Section::model}).moves == 1);
  BOOST_TEST(with(state, TogglePlantList{}).moves == 1);
}

BOOST_AUTO_TEST_CASE(a_slider_changes_the_estimate) {
  const State before = test::loaded_state();
  const State after = with(before, SetFeature{0, 30});
  BOOST_TEST(before.what_if.estimate->prediction.margin == 1);
  BOOST_TEST(after.what_if.estimate->prediction.margin == 11);
  BOOST_TEST(after.what_if.estimate->prediction.positive);
}

BOOST_AUTO_TEST_CASE(values_are_kept_plausible) {
  BOOST_TEST(with(test::loaded_state(), SetFeature{0, 1e9}).what_if.entries[0].value == 100);
  BOOST_TEST(
      with(test::loaded_state(), SetFeature{0, std::numeric_limits<double>::quiet_NaN()}).what_if.entries[0].value ==
      20);
  const State beside = with(test::loaded_state(), SetFeature{7, 1});
  BOOST_TEST((beside.what_if == test::loaded_state().what_if));
}

BOOST_AUTO_TEST_CASE(typed_values_are_taken_or_refused_with_a_reason) {
  const State taken = with(test::loaded_state(), TypeFeature{0, "25,5"});
  BOOST_TEST(taken.what_if.entries[0].value == 25.5);
  const State text = with(taken, TypeFeature{0, "much"});
  BOOST_TEST((text.what_if.entries[0].problem == EntryProblem::not_a_number));
  BOOST_TEST(text.what_if.entries[0].value == 25.5);
  const State high = with(text, TypeFeature{0, "101"});
  BOOST_TEST((high.what_if.entries[0].problem == EntryProblem::out_of_range));
  BOOST_TEST(high.what_if.entries[0].typed == "101");
  BOOST_TEST((with(high, EndTyping{0}).what_if.entries[0].problem == EntryProblem::none));
}

BOOST_AUTO_TEST_CASE(not_measured_is_something_else_than_zero) {
  const State missing = with(test::loaded_state(), MeasureFeature{1, false});
  BOOST_TEST(missing.what_if.estimate->prediction.margin == 1);  // the model fills in the median
  BOOST_TEST(with(missing, SetFeature{1, 4}).what_if.entries[1].measured);
  BOOST_TEST((with(missing, ResetFeatures{}).what_if.entries == test::loaded_state().what_if.entries));
}

BOOST_AUTO_TEST_CASE(the_chart_pans_within_the_history_and_fits_again) {
  const State whole = test::loaded_state();
  const State panned =
      with(whole, ViewDates{{whole.dates->from - 999'999'999, whole.dates->from - 999'999'999 + 864'000}});
  BOOST_TEST(panned.dates->from == whole.dates->from);
  BOOST_TEST(panned.dates->to < whole.dates->to);
  BOOST_TEST((with(panned, FitDates{}).dates == whole.dates));
}

BOOST_AUTO_TEST_CASE(the_seal_compares_the_published_bits) {
  State state = test::loaded_state();
  SealRun run(state.predictor, state.seal.rows);
  while (!run.done())
    run.step();
  BOOST_TEST(run.rows_done() == 16U);
  state = with(state, SealFinished{run.digest()});
  BOOST_TEST((state.seal.status == Seal::Status::equal));
  BOOST_TEST((with(state, SealFinished{std::string(64, '0')}).seal.status == Seal::Status::different));
}

BOOST_AUTO_TEST_CASE(data_from_a_copy_is_told_until_the_connection_is_back) {
  State state = with(started(), ConnectionChanged{false});
  state = with(state, ResponseArrived{Resource::plants, "/v1/plants", 200, test::kPlants, 1'773'000'000});
  BOOST_TEST(state.stored_at.value() == 1'773'000'000);
  BOOST_TEST(!with(state, ConnectionChanged{true}).stored_at.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
