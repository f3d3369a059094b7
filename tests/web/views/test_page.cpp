#include "tests/web/views/headless_page.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using namespace clearwell::state;
using test::HeadlessPage;
using test::loaded_state;

constexpr float kPhoneWidth = 390;
constexpr float kPhoneHeight = 844;
constexpr float kHigh = 1400;  // a window that shows the chart and rows beneath it

/// What has a name on the page without being a control: a card, a point of the map.
bool is_mark(const std::string& name) {
  return name == "estimate" || name.rfind("map/", 0) == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(page_without_a_window)

BOOST_AUTO_TEST_CASE(it_draws_before_anything_has_arrived) {
  const HeadlessPage page(reduce({}, Start{}));
  BOOST_TEST(page.triangles() > 50);
  BOOST_TEST(page.shows("tab/plants"));
}

BOOST_AUTO_TEST_CASE(the_history_is_drawn) {
  HeadlessPage page(loaded_state(), 1280, kHigh);
  BOOST_TEST(page.shows("chart"));
  const int with_data = page.triangles();
  page.press("parameter/cadmium");  // its history is not there
  BOOST_TEST(page.state().parameter == "cadmium");
  BOOST_TEST(!page.shows("chart"));
  BOOST_TEST(page.triangles() < with_data);
}

BOOST_AUTO_TEST_CASE(tabs_open_sections) {
  HeadlessPage page(loaded_state());
  page.press("tab/try");
  BOOST_TEST((page.state().section == Section::try_it));
  page.press("tab/model");
  BOOST_TEST((page.state().section == Section::model));
  page.press("tab/plants");
  BOOST_TEST((page.state().section == Section::plants));
}

BOOST_AUTO_TEST_CASE(a_dragged_slider_changes_the_estimate) {
  HeadlessPage page(loaded_state("#section=try"));
  const float before = page.state().what_if.estimate->prediction.margin;
  page.drag("slider/sweetness", 0.5F, 0.9F);
  BOOST_TEST(page.state().what_if.entries[0].value > 25);
  BOOST_TEST(page.state().what_if.estimate->prediction.margin > before + 5);
}

BOOST_AUTO_TEST_CASE(a_slider_gives_the_digits_that_the_field_shows) {
  HeadlessPage page(loaded_state("#section=try"));
  page.drag("slider/depth", 0.5F, 0.73F);
  const double depth = page.state().what_if.entries[1].value;
  BOOST_TEST(depth == static_cast<double>(static_cast<int>(depth)));
}

BOOST_AUTO_TEST_CASE(a_typed_value_counts_and_a_wrong_one_is_refused) {
  HeadlessPage page(loaded_state("#section=try"));
  page.press("field/sweetness");
  page.type("31");
  BOOST_TEST(page.state().what_if.entries[0].value == 31);
  page.type("9999");
  BOOST_TEST(page.state().what_if.entries[0].value == 31);
  BOOST_TEST((page.state().what_if.entries[0].problem == EntryProblem::out_of_range));
  page.press("tab/try");
  BOOST_TEST((page.state().what_if.entries[0].problem == EntryProblem::none));
}

BOOST_AUTO_TEST_CASE(a_typed_value_is_told_once_and_not_in_every_frame) {
  HeadlessPage page(loaded_state("#section=try"));
  page.press("field/sweetness");
  for (const char* text : {"31", "9999"}) {  // the field would show 31.0
    page.type(text);
    const int revision = page.state().what_if.revision;
    const FeatureEntry entry = page.state().what_if.entries[0];
    page.frames(5);
    BOOST_TEST(page.state().what_if.revision == revision);
    BOOST_TEST((page.state().what_if.entries[0] == entry));
  }
}

BOOST_AUTO_TEST_CASE(not_measured_can_be_said_and_taken_back) {
  HeadlessPage page(loaded_state("#section=try"));
  page.press("missing/depth");
  BOOST_TEST(!page.state().what_if.entries[1].measured);
  page.press("missing/depth");
  BOOST_TEST(page.state().what_if.entries[1].measured);
}

BOOST_AUTO_TEST_CASE(without_any_value_there_is_no_estimate_and_nothing_that_leans_on_one) {
  for (const float width : {1280.0F, kPhoneWidth}) {
    HeadlessPage page(loaded_state("#section=try"), width, 2400);
    page.press("missing/sweetness");
    page.press("missing/depth");
    BOOST_TEST(!page.state().what_if.estimate.has_value());
    BOOST_TEST(page.shows("estimate"));
    BOOST_TEST(!page.shows("uncertainty"));
    BOOST_TEST(!page.shows("turn"));
    page.press("tab/model");
    BOOST_TEST((page.state().section == Section::model));
  }
}

BOOST_AUTO_TEST_CASE(the_smallest_change_can_be_tried) {
  HeadlessPage page(loaded_state("#section=try"), 1280, 2400);
  BOOST_TEST(page.state().what_if.estimate->prediction.positive);
  page.press("turn");
  BOOST_TEST(page.state().what_if.entries[0].value == 19.4);
  BOOST_TEST(!page.state().what_if.estimate->prediction.positive);
}

BOOST_AUTO_TEST_CASE(a_typed_uncertainty_gives_a_range) {
  HeadlessPage page(loaded_state("#section=try"), 1280, 2400);
  page.press("uncertainty");
  page.type("10");
  BOOST_TEST(page.state().what_if.uncertainty.value == 10);
  BOOST_TEST(page.state().what_if.surroundings->range->exact);
}

BOOST_AUTO_TEST_CASE(a_real_sample_can_be_started_from) {
  for (const float width : {1280.0F, kPhoneWidth}) {
    HeadlessPage page(loaded_state("#section=try&plant=north"), width, 1200);
    page.press("start");
    page.press("start/1");
    BOOST_TEST(page.state().what_if.entries[0].value == 22.5);
    page.press("missing/depth");  // now the values are the person's own, and stand first in the list
    page.press("start");
    page.press("start/1");
    BOOST_TEST((page.state().what_if.origin == Origin::typical));
  }
}

BOOST_AUTO_TEST_CASE(the_model_s_views_open_and_draw) {
  HeadlessPage page(loaded_state("#section=model"), 1280, 2400);
  BOOST_TEST(page.shows("download"));
  const int card = page.triangles();
  page.press("view/1");
  BOOST_TEST((page.state().model_view == ModelView::figures));
  BOOST_TEST(page.triangles() != card);
  BOOST_TEST(!page.shows("download"));
  page.press("view/2");
  BOOST_TEST(page.state().data.has_value());
  page.press("view/3");
  BOOST_TEST(page.state().promotions.has_value());
  for (const char* name : {"retry_facts", "retry_models"})
    BOOST_TEST(!page.shows(name), name);
}

BOOST_AUTO_TEST_CASE(reset_gives_the_first_values_again) {
  HeadlessPage page(loaded_state("#section=try"));
  page.drag("slider/sweetness", 0.5F, 0.1F);
  page.press("reset");
  BOOST_TEST(page.state().what_if.entries[0].value == 20);
}

BOOST_AUTO_TEST_CASE(language_and_theme_change) {
  HeadlessPage page(loaded_state());
  page.press("language");
  BOOST_TEST((page.state().language == i18n::Language::es));
  page.press("theme");
  BOOST_TEST(page.state().dark);
}

BOOST_AUTO_TEST_CASE(the_chart_pans_zooms_and_fits) {
  HeadlessPage page(loaded_state(), 1280, kHigh);
  const DateRange whole = *page.state().dates;
  page.pinch("chart", 4);
  const DateRange zoomed = *page.state().dates;
  BOOST_TEST(zoomed.to - zoomed.from < (whole.to - whole.from) / 3);
  page.drag("chart", 0.5F, 0.7F);
  BOOST_TEST(page.state().dates->from < zoomed.from);
  page.press("chart");
  page.press("chart");  // twice in a row fits
  BOOST_TEST((*page.state().dates == whole));
}

BOOST_AUTO_TEST_CASE(a_press_pins_the_ruler_and_a_second_one_takes_it_away) {
  HeadlessPage page(loaded_state(), 1280, kHigh);
  page.press("chart");
  BOOST_REQUIRE(page.state().ruler.has_value());
  const DateRange dates = *page.state().dates;
  const double share =
      static_cast<double>(*page.state().ruler - dates.from) / static_cast<double>(dates.to - dates.from);
  BOOST_TEST(std::abs(share - 0.5) < 0.01);
  page.frames(60);  // too late for a double press
  page.press("chart");
  BOOST_TEST(!page.state().ruler.has_value());
  page.drag("chart", 0.3F, 0.6F);
  BOOST_TEST(!page.state().ruler.has_value());  // who drags wants to move the dates
}

BOOST_AUTO_TEST_CASE(with_the_keyboard_on_the_chart_arrows_step_through_the_measurements) {
  HeadlessPage page(loaded_state(), 1280, kHigh);
  page.press("chart");
  page.key(ImGuiKey_RightArrow);
  const std::int64_t later = *page.state().ruler;
  page.key(ImGuiKey_LeftArrow);
  BOOST_TEST(*page.state().ruler < later);
  page.key(ImGuiKey_RightArrow);
  BOOST_TEST(*page.state().ruler == later);
}

BOOST_AUTO_TEST_CASE(buttons_do_what_two_fingers_do) {
  HeadlessPage page(loaded_state(), 1280, kHigh);
  const DateRange whole = *page.state().dates;
  page.press("zoom/in");
  page.press("zoom/in");
  const DateRange near = *page.state().dates;
  BOOST_TEST(near.to - near.from < (whole.to - whole.from) / 3);
  page.press("shift/earlier");
  BOOST_TEST(page.state().dates->from < near.from);
  page.press("fit");
  BOOST_TEST((*page.state().dates == whole));
}

BOOST_DATA_TEST_CASE(a_second_parameter_has_a_plot_of_its_own, bdata::make({1280.0F, kPhoneWidth}), width) {
  HeadlessPage page(loaded_state(), width, 1600);
  BOOST_TEST(!page.shows("chart/compared"));
  page.press("compare");
  page.press("compare/2");
  BOOST_TEST(page.state().compared == "conductivity");
  page.frames(3);
  const views::Rect first = page.rect("chart");
  const views::Rect second = page.rect("chart/compared");
  BOOST_TEST(first.x == second.x);  // so that one ruler serves both
  BOOST_TEST(first.width == second.width);
  BOOST_TEST(second.y > first.bottom());
}

BOOST_AUTO_TEST_CASE(a_search_leaves_the_plants_that_are_meant) {
  HeadlessPage page(loaded_state());
  page.press("find");
  page.type("nandu");
  BOOST_TEST(page.state().plant_query == "nandu");
  BOOST_TEST(page.shows("plant/south"));
  BOOST_TEST(!page.shows("plant/north"));
  page.press("find/clear");
  BOOST_TEST(page.shows("plant/north"));
}

BOOST_AUTO_TEST_CASE(a_press_on_the_map_chooses_the_plant_there) {
  HeadlessPage page(loaded_state("#plant=south"));
  BOOST_TEST(page.state().plant_id == "south");
  page.press("map/north");
  BOOST_TEST(page.state().plant_id == "north");
}

BOOST_AUTO_TEST_CASE(a_wheel_scrolls_the_page_also_over_the_chart) {
  HeadlessPage page(loaded_state(), 1280, 1000);
  const float before = page.rect("chart").y;
  page.scroll("chart", -100);
  BOOST_TEST(page.rect("chart").y == before - 100);
}

BOOST_AUTO_TEST_CASE(the_keyboard_reaches_and_presses) {
  HeadlessPage page(loaded_state());
  for (int i = 0; i < 12 && page.state().section == Section::plants; ++i) {
    page.key(ImGuiKey_Tab);
    page.key(ImGuiKey_Space);
  }
  BOOST_TEST((page.state().section != Section::plants));
}

BOOST_AUTO_TEST_CASE(a_phone_opens_its_list_of_plants) {
  HeadlessPage page(loaded_state(), kPhoneWidth, kPhoneHeight);
  BOOST_TEST(!page.shows("plant/south"));
  page.press("plant_picker");
  page.press("plant/south");
  BOOST_TEST(page.state().plant_id == "south");
  BOOST_TEST(!page.state().plant_list_open);
}

BOOST_AUTO_TEST_CASE(a_phone_keeps_the_estimate_in_sight) {
  HeadlessPage page(loaded_state("#section=try"), kPhoneWidth, kPhoneHeight);
  const float before = page.rect("estimate").y;
  page.scroll("slider/depth", -300);
  BOOST_TEST(page.rect("estimate").y == before);
}

const float kWidths[] = {320, 390, 600, 1000, 1280, 2560};
const char* const kSections[] = {"#section=plants",          "#section=try",
                                 "#section=model",           "#section=model&view=figures",
                                 "#section=model&view=data", "#section=model&view=history"};

BOOST_DATA_TEST_CASE(every_control_is_large_enough_and_on_the_page, bdata::make(kWidths) * bdata::make(kSections),
                     width, section) {
  for (const i18n::Language language : {i18n::Language::en, i18n::Language::es}) {
    HeadlessPage page(reduce(loaded_state(section), ChooseLanguage{language}), width, 900);
    for (const auto& [name, rect] : page.widgets().all()) {
      if (is_mark(name)) continue;
      BOOST_TEST_CONTEXT(name << " at " << width) {
        BOOST_TEST(rect.height >= 44);
        BOOST_TEST(rect.width >= 44);
        BOOST_TEST(rect.x >= 0);
        BOOST_TEST(rect.right() <= width);
      }
    }
  }
}

BOOST_DATA_TEST_CASE(no_control_covers_another, bdata::make(kWidths) * bdata::make(kSections), width, section) {
  HeadlessPage page(loaded_state(section), width, 2400);
  const auto& all = page.widgets().all();
  for (std::size_t a = 0; a < all.size(); ++a) {
    for (std::size_t b = a + 1; b < all.size(); ++b) {
      if (is_mark(all[a].first) || is_mark(all[b].first)) continue;
      const views::Rect& one = all[a].second;
      const views::Rect& other = all[b].second;
      // Two pixels of a shared edge hurt nobody.
      const bool apart = one.right() <= other.x + 2 || other.right() <= one.x + 2 || one.bottom() <= other.y + 2 ||
                         other.bottom() <= one.y + 2;
      BOOST_TEST(apart, all[a].first << " and " << all[b].first << " at " << width);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
