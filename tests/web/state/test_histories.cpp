#include "tests/web/loaded_state.hpp"
#include "web/state/civil_time.hpp"
#include "web/state/histories.hpp"
#include "web/state/history_csv.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace clearwell;
using namespace clearwell::state;

State with(State state, const Action& action) {
  return reduce(std::move(state), action);
}

std::int64_t day(const char* text) {
  return *parse_utc(text);
}

/// A week around the first days of January, of the loaded state.
State zoomed() {
  return with(test::loaded_state(), ViewDates{{day("2025-12-30"), day("2026-01-06")}});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(histories)

BOOST_AUTO_TEST_CASE(every_row_gets_its_trend_one_after_the_other) {
  State state = reduce({}, Start{i18n::Language::en, false, 1'773'300'000, true, ""});
  int trends = 0;
  for (int round = 0; round < 20; ++round) {
    int at_once = 0;
    for (const Request& request : wanted_requests(state)) {
      if (request.resource == Resource::trend) ++at_once;
      if (request.resource == Resource::trend)
        BOOST_TEST(request.url.find("&from=2025-03-11T00%3A00%3A00Z&points=120") != std::string::npos, request.url);
    }
    BOOST_TEST(at_once <= 1);
    trends += at_once;
    State next = state;
    for (const Request& request : wanted_requests(state)) {
      std::string body;
      if (request.url == "/v1/plants") body = test::kPlants;
      if (request.url == "/v1/plants/north") body = test::kNorth;
      if (request.url.find("parameter=turbidity") != std::string::npos) body = test::kTurbidityHistory;
      next = with(with(next, RequestStarted{request.resource, request.url}),
                  ResponseArrived{request.resource, request.url, body.empty() ? 404 : 200, body, {}});
    }
    state = next;
  }
  BOOST_TEST(trends == 4);
  BOOST_TEST(state.trends.size() == 4U);
  BOOST_TEST(state.trends["turbidity"].has_value());
  BOOST_TEST(!state.trends["lead"].has_value());  // it did not come, and the others did not wait for it
}

BOOST_AUTO_TEST_CASE(trends_that_did_not_come_are_asked_for_when_the_connection_is_back) {
  const State state = with(test::loaded_state(), ConnectionChanged{true});
  BOOST_TEST((state.slot(Resource::trend).status == LoadStatus::wanted));
  BOOST_TEST(state.slot(Resource::trend).url.find("parameter=cadmium") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_zoomed_chart_asks_for_finer_data_around_what_it_shows) {
  const State state = zoomed();
  const Slot& slot = state.slot(Resource::detail);
  BOOST_TEST((slot.status == LoadStatus::wanted));
  BOOST_TEST(slot.url.rfind("/v1/plants/north/history?parameter=turbidity&from=2025-12-2", 0) == 0U, slot.url);
  BOOST_TEST(slot.url.find("&points=1000") != std::string::npos);
  // A small step within it asks for nothing else.
  const State panned = with(state, ViewDates{{state.dates->from + 3'600, state.dates->to + 3'600}});
  BOOST_TEST(panned.slot(Resource::detail).url == slot.url);
}

BOOST_AUTO_TEST_CASE(finer_data_is_shown_where_it_covers_the_chart_and_coarser_elsewhere) {
  State state = zoomed();
  std::string body = test::kTurbidityHistory;
  body.replace(body.find("\"mean\":0.3"), 10, "\"mean\":0.25");
  state = with(state, ResponseArrived{Resource::detail, state.slot(Resource::detail).url, 200, body, {}});
  BOOST_TEST(shown_history(state)->instrument[0].mean == 0.25);
  BOOST_TEST(shown_history(with(state, FitDates{}))->instrument[0].mean == 0.3);
}

BOOST_AUTO_TEST_CASE(data_that_is_complete_has_nothing_finer) {
  State state = with(test::loaded_state(), ChooseParameter{"conductivity"});
  state = test::answered(std::move(state));
  state = with(state, ViewDates{{day("2026-01-01"), day("2026-01-08")}});
  BOOST_TEST((state.slot(Resource::detail).status == LoadStatus::idle));
}

BOOST_AUTO_TEST_CASE(the_window_is_wider_than_what_is_in_sight_and_changes_seldom) {
  const DateRange whole{0, 1000 * kDaySeconds};
  BOOST_TEST(!detail_window({0, 501 * kDaySeconds}, whole).has_value());
  int windows = 0;
  DateRange last;
  for (std::int64_t shift = 0; shift < 100 * kDaySeconds; shift += kDaySeconds / 4) {
    const DateRange dates{300 * kDaySeconds + shift, 310 * kDaySeconds + shift};
    const DateRange window = *detail_window(dates, whole);
    BOOST_TEST((window.from <= dates.from && window.to >= dates.to));
    BOOST_TEST(window.to - window.from <= 3 * (dates.to - dates.from) + 2 * kDaySeconds);
    if (!(window == last)) ++windows;
    last = window;
  }
  BOOST_TEST(windows <= 40);  // of 400 steps
}

BOOST_AUTO_TEST_CASE(a_second_parameter_is_drawn_over_the_same_dates) {
  State state = test::answered(with(test::loaded_state(), CompareWith{"conductivity"}));
  BOOST_REQUIRE(shown_compared(state) != nullptr);
  BOOST_TEST(shown_compared(state)->laboratory.size() == 2U);
  BOOST_TEST(state.dates->from < day("2025-12-01T08:00:00Z"));  // it reaches further back than turbidity
  state = with(state, ChooseParameter{"conductivity"});         // not beside itself
  BOOST_TEST(state.compared.empty());
  BOOST_TEST(shown_compared(state) == nullptr);
  BOOST_TEST(with(test::loaded_state(), CompareWith{"unknown"}).compared.empty());
}

BOOST_AUTO_TEST_CASE(buttons_zoom_and_move_the_dates) {
  const State whole = test::loaded_state();
  const auto length = [](const State& state) { return state.dates->to - state.dates->from; };
  const State nearer = with(whole, StepDates{0.5, 0});
  BOOST_TEST(std::abs(length(nearer) * 2 - length(whole)) <= 2);
  const State earlier = with(nearer, StepDates{1, -0.5});
  BOOST_TEST(earlier.dates->from < nearer.dates->from);
  BOOST_TEST(std::abs(length(earlier) - length(nearer)) <= 2);
  BOOST_TEST((with(earlier, StepDates{100, 0}).dates == whole.dates));
}

BOOST_AUTO_TEST_CASE(the_ruler_steps_from_measurement_to_measurement) {
  State state = with(test::loaded_state(), StepRuler{1});
  BOOST_TEST(state.ruler.value() == day("2026-03-12T08:00:00Z"));  // the newest first
  state = with(state, StepRuler{-1});
  BOOST_TEST(state.ruler.value() == day("2026-02-04"));
  state = with(state, StepRuler{1});
  state = with(state, StepRuler{1});
  BOOST_TEST(state.ruler.value() == day("2026-03-12T08:00:00Z"));  // there is none after it
  BOOST_TEST(!with(state, PlaceRuler{std::nullopt}).ruler.has_value());
}

BOOST_AUTO_TEST_CASE(the_file_holds_what_the_chart_shows) {
  const State state = with(test::loaded_state(), ViewDates{{day("2026-02-04"), day("2026-03-13")}});
  BOOST_TEST(history_csv(state) ==
             "plant,parameter,unit,source,time,min,mean,max,count,non_detects,simulated\r\n"
             "north,turbidity,NTU,laboratory,2026-03-12T08:00:00Z,0.1,0.1,0.1,1,1,true\r\n"
             "north,turbidity,NTU,instrument,2026-02-04T00:00:00Z,0.2,0.3,0.4,24,0,true\r\n");
  BOOST_TEST(history_csv_name(state) == "north-turbidity-2026-02-04-to-2026-03-13.csv");
  const State both = test::answered(with(test::loaded_state(), CompareWith{"conductivity"}));
  BOOST_TEST(history_csv(both).find("north,conductivity,µS/cm,laboratory,2025-12-01T08:00:00Z,910,910,910,1,0,true") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_name_with_a_comma_stays_one_cell) {
  State state = test::loaded_state();
  state.history->parameter = "coliforms, \"total\"";
  BOOST_TEST(history_csv(state).find("north,\"coliforms, \"\"total\"\"\",NTU,") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
