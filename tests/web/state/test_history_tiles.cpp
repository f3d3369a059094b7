#include "tests/web/loaded_state.hpp"
#include "tests/web/served_water.hpp"
#include "web/state/civil_time.hpp"
#include "web/state/histories.hpp"
#include "web/state/history_csv.hpp"
#include "web/state/history_thinning.hpp"
#include "web/state/text_twin.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using namespace clearwell::state;

std::int64_t day(const char* text) {
  return *parse_utc(text);
}

/// A page before a server that has the water, and what the page asked it of turbidity, besides trends.
struct Page {
  Page(const test::ServedWater& served, const std::string& hash, bool files = true) : water(served), with_files(files) {
    act(Start{i18n::Language::en, false, 1'773'300'000, true, hash});
  }

  void act(const Action& action) {
    state = reduce(std::move(state), action);
    for (std::vector<Request> wanted; !(wanted = wanted_requests(state)).empty();)
      for (const Request& request : wanted)
        answer(request);
  }

  void answer(const Request& request) {
    const bool of_chart = request.url.find("turbidity") != std::string::npos || request.resource == Resource::tile;
    if (of_chart && request.resource != Resource::trend) asked.push_back(request.url);
    std::string body = online ? water.answer(request.url, with_files) : "";
    if (online && request.url == "/v1/plants") body = test::kPlants;
    if (online && request.url == "/v1/plants/north") body = test::kNorth;
    if (missing.count(request.url) > 0) body.clear();
    if (request.resource == Resource::months && !list.empty()) body = list;
    state = reduce(std::move(state), RequestStarted{request.resource, request.url});
    state =
        reduce(std::move(state), ResponseArrived{request.resource, request.url, body.empty() ? 404 : 200, body, {}});
  }

  const test::ServedWater& water;
  const bool with_files;
  bool online = true;
  std::set<std::string> missing;
  std::string list;  ///< of months, in place of the water's
  std::vector<std::string> asked;
  State state;
};

const test::ServedWater& every_twenty_minutes() {
  static const test::ServedWater water(1'200);
  return water;
}

void check_same(const std::vector<Bucket>& files, const std::vector<Bucket>& server) {
  BOOST_REQUIRE_EQUAL(files.size(), server.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    Bucket bucket = files[i];
    BOOST_REQUIRE_SMALL(bucket.mean - server[i].mean, 1e-12);
    bucket.mean = server[i].mean;  // summed in another order
    BOOST_REQUIRE_MESSAGE(bucket == server[i], "bucket " << i << ": " << utc_text(bucket.time) << ", " << bucket.count
                                                         << " values; the server: " << utc_text(server[i].time) << ", "
                                                         << server[i].count);
  }
}

/// What is drawn, told and handed out is the same, be it of files or as before.
void check_same(const Page& files, const Page& server) {
  BOOST_REQUIRE(shown_history(files.state) != nullptr);
  BOOST_REQUIRE(shown_history(server.state) != nullptr);
  const History& drawn = *shown_history(files.state);
  const History& before = *shown_history(server.state);
  check_same(drawn.laboratory, before.laboratory);
  check_same(drawn.instrument, before.instrument);
  BOOST_TEST((drawn.range == before.range));
  BOOST_TEST((drawn.limits == before.limits));
  BOOST_TEST((files.state.dates == server.state.dates));
  BOOST_TEST((text_twin(files.state) == text_twin(server.state)));
  BOOST_TEST(history_csv(files.state) == history_csv(server.state));
}

bool asks_of_closed_months(const std::string& url) {
  return url.find("/history?") != std::string::npos &&
         url.find("from=2026-03-01T00%3A00%3A00Z&resolution=hour") == std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(history_tiles)

BOOST_AUTO_TEST_CASE(months_that_are_over_come_from_files_and_the_server_tells_of_the_open_one) {
  const Page page(every_twenty_minutes(), "#range=1m");
  BOOST_TEST(
      page.asked == (std::vector<std::string>{
                        "/v1/plants/north/history/tiles?parameter=turbidity",
                        "/v1/plants/north/history?parameter=turbidity&from=2026-03-01T00%3A00%3A00Z&resolution=hour",
                        "/v1/history/tiles/2026-02.tile"}),
      boost::test_tools::per_element());
  BOOST_TEST(page.state.history->laboratory.back().mean == 0.21);
}

const char* const kSpans[] = {"1m", "1y", "5y", "all"};

BOOST_DATA_TEST_CASE(every_span_is_drawn_and_told_as_the_server_would, bdata::make(kSpans), span) {
  const std::string hash = std::string("#section=plants&parameter=turbidity&range=") + span;
  const Page files(every_twenty_minutes(), hash);
  const Page server(every_twenty_minutes(), hash, false);
  check_same(files, server);
  BOOST_TEST(std::none_of(files.asked.begin(), files.asked.end(), asks_of_closed_months));
  BOOST_TEST(std::any_of(server.asked.begin(), server.asked.end(), asks_of_closed_months));
}

BOOST_AUTO_TEST_CASE(a_parameter_that_only_laboratories_measure_is_complete_in_files) {
  const test::ServedWater water(0);
  Page files(water, "#range=all");
  Page server(water, "#range=all", false);
  check_same(files, server);
  BOOST_TEST(!files.state.history->thinned);
  const std::size_t asked = files.asked.size();
  files.act(ViewDates{{day("2025-07-01"), day("2025-07-08")}});
  BOOST_TEST(files.asked.size() == asked);
}

BOOST_AUTO_TEST_CASE(zoomed_in_to_months_the_files_tell_more_and_nothing_is_asked) {
  Page files(every_twenty_minutes(), "#range=all");
  Page server(every_twenty_minutes(), "#range=all", false);
  const std::size_t asked = files.asked.size();
  for (const DateRange& dates :
       {DateRange{day("2025-04-10"), day("2025-08-20")}, DateRange{day("2025-05-01T07:30:00Z"), day("2025-06-07")},
        DateRange{day("2025-12-20"), day("2026-02-10")}, DateRange{day("2026-01-20"), day("2026-03-13")}}) {
    files.act(ViewDates{dates});
    server.act(ViewDates{dates});
    check_same(files, server);
    BOOST_TEST((shown_history(files.state) == &*files.state.detail));
  }
  BOOST_TEST(files.asked.size() == asked);
}

BOOST_AUTO_TEST_CASE(finer_than_an_hour_the_server_is_asked_and_hours_are_shown_meanwhile) {
  const DateRange week{day("2025-05-05"), day("2025-05-12")};
  Page files(every_twenty_minutes(), "#range=all");
  Page server(every_twenty_minutes(), "#range=all", false);
  const State hours = reduce(files.state, ViewDates{week});
  BOOST_TEST(wanted_requests(hours).size() == 1U);
  BOOST_TEST((shown_history(hours) == &*hours.detail));
  BOOST_TEST(hours.detail->instrument[1].time - hours.detail->instrument[0].time == 3'600);
  files.act(ViewDates{week});
  server.act(ViewDates{week});
  check_same(files, server);
  BOOST_TEST(shown_history(files.state)->instrument.size() > hours.detail->instrument.size());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_here_is_not_fetched_again) {
  Page page(every_twenty_minutes(), "#range=1y");
  const auto n_files = [&page] {
    return std::count_if(page.asked.begin(), page.asked.end(),
                         [](const std::string& url) { return url.find(".tile") != std::string::npos; });
  };
  BOOST_TEST(n_files() == 12);  // from March to February
  page.act(ChooseSpan{ChartSpan::month});
  page.act(ChooseParameter{"cadmium"});
  page.act(ChooseParameter{"turbidity"});
  page.act(ChooseSpan{ChartSpan::year});
  BOOST_TEST(n_files() == 12);
  page.act(ChooseSpan{ChartSpan::all});
  BOOST_TEST(n_files() == 14);
}

BOOST_AUTO_TEST_CASE(what_no_file_tells_the_server_is_asked_for) {
  const Page whole(every_twenty_minutes(), "#range=1y", false);
  for (const std::string broken : {"month", "file", "recent", "list"}) {
    test::ServedWater water = every_twenty_minutes();
    if (broken == "month") water.without_file = "2025-09";
    Page page(water, "", true);
    if (broken == "file") page.missing = {"/v1/history/tiles/2025-09.tile"};
    if (broken == "recent")
      page.missing = {"/v1/plants/north/history?parameter=turbidity&from=2026-03-01T00%3A00%3A00Z&resolution=hour"};
    if (broken == "list") page.missing = {"/v1/plants/north/history/tiles?parameter=turbidity"};
    page.state = {};
    page.asked.clear();
    page.act(Start{i18n::Language::en, false, 1'773'300'000, true, "#range=1y"});
    BOOST_TEST_CONTEXT("without the " << broken) {
      check_same(page, whole);
      BOOST_TEST(std::count_if(page.asked.begin(), page.asked.end(), asks_of_closed_months) == 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(no_file_is_fetched_where_the_server_must_be_asked_anyway) {
  const auto n_files_of = [](const std::string& list) {
    Page page(every_twenty_minutes(), "#range=1m");
    page.list = list;
    page.asked.clear();
    page.act(ChooseParameter{"cadmium"});
    page.act(ChooseSpan{ChartSpan::all});
    page.act(ChooseParameter{"turbidity"});
    return std::count_if(page.asked.begin(), page.asked.end(),
                         [](const std::string& url) { return url.find(".tile") != std::string::npos; });
  };
  const std::string end = R"(],"open_month":"2026-03"})";
  std::string months = R"({"tiles":[{"month":"2025-01","url":"/v1/history/tiles/2025-01.tile"})";
  BOOST_TEST(n_files_of(months + end) == 1);
  BOOST_TEST(n_files_of(months + R"(],"months_without_tile":["2025-02")" + end) == 0);
  for (int n = 2; n <= 131; ++n) {
    const std::string month = std::to_string(2014 + n / 12) + (n % 12 < 9 ? "-0" : "-") + std::to_string(n % 12 + 1);
    months += R"(,{"month":")" + month + R"(","url":"/v1/history/tiles/)" + month + R"(.tile"})";
    if (n == 130) BOOST_TEST(n_files_of(months + end) == 130);
  }
  BOOST_TEST(n_files_of(months + end) == 0);
}

BOOST_AUTO_TEST_CASE(an_hour_that_hides_its_readings_is_no_history_of_a_few_days) {
  test::ServedWater water(600);
  std::erase_if(water.values, [](const auto& value) { return value.time < day("2026-03-07"); });
  const Page files(water, "#range=all");
  const Page server(water, "#range=all", false);
  check_same(files, server);
}

BOOST_AUTO_TEST_CASE(what_did_not_come_is_asked_for_again_when_the_connection_is_back) {
  Page page(every_twenty_minutes(), "");
  page.online = false;
  page.act(ChooseSpan{ChartSpan::all});
  BOOST_TEST(shown_history(page.state) == nullptr);
  BOOST_TEST((page.state.slot(Resource::history).status == LoadStatus::failed));
  page.online = true;
  page.act(ConnectionChanged{true});
  BOOST_TEST((shown_history(page.state) != nullptr));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_none) {
  BOOST_TEST(read_tile_values("x").error().message == "history tile: the file ends inside a field");
}

BOOST_AUTO_TEST_CASE(many_results_are_thinned_as_the_server_does_it) {
  test::ServedWater water(3'600);
  for (int n = 0; n < 900; ++n)
    water.values.push_back({day("2025-02-01") + n * 36'000, 0.001 * n,
                            n % 7 == 0 ? history::Kind::laboratory_non_detect : history::Kind::laboratory});
  const Page files(water, "#range=all");
  const Page server(water, "#range=all", false);
  BOOST_TEST(files.state.history->laboratory.size() < 300U);
  check_same(files, server);
}

BOOST_AUTO_TEST_SUITE_END()
