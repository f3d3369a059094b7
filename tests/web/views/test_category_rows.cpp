#include "tests/common/category_models.hpp"
#include "tests/common/loaded_predictor.hpp"
#include "tests/web/views/headless_page.hpp"
#include "web/state/summary.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using test::HeadlessPage;

/// The page with a model that has two categorical features: x2, red most of all, and x3, mostly yes.
state::State category_state() {
  state::State state = test::loaded_state("#section=try");
  auto predictor = tests::loaded(tests::category_file(tests::category_linear()));
  state.predictor = std::make_shared<const scoring::Predictor>(std::move(predictor));
  state.what_if = state::typical_sample(*state.predictor);
  return state;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(category_rows)

BOOST_AUTO_TEST_CASE(a_category_has_a_choice_in_place_of_field_and_slider) {
  const HeadlessPage page(category_state());
  BOOST_TEST(page.shows("choice/x2"));
  BOOST_TEST(page.shows("slider/x0"));
  for (const char* none : {"slider/x2", "field/x2", "missing/x2", "choice/x0"})
    BOOST_TEST(!page.shows(none), none);
  BOOST_TEST(page.state().what_if.entries[2].value == 0);  // the most frequent one
  BOOST_TEST(page.state().what_if.entries[3].value == 1);
}

BOOST_DATA_TEST_CASE(choosing_changes_the_estimate, bdata::make({1280.0F, 390.0F}), width) {
  HeadlessPage page(category_state(), width, 1200);
  page.scroll("choice/x2", 300);
  const float before = page.state().what_if.estimate->prediction.margin;
  page.press("choice/x2");
  BOOST_REQUIRE(page.shows("choice/x2/3"));
  page.press("choice/x2/3");
  BOOST_TEST(page.state().what_if.entries[2].value == 2);
  BOOST_TEST(page.state().what_if.estimate->prediction.margin != before);
  page.frames(2);
  BOOST_TEST(!page.shows("choice/x2/3"));  // the list has closed
}

BOOST_AUTO_TEST_CASE(not_measured_is_one_of_the_choices) {
  HeadlessPage page(category_state());
  page.press("choice/x3");
  page.press("choice/x3/0");
  BOOST_TEST(!page.state().what_if.entries[3].measured);
  BOOST_TEST(page.state().what_if.estimate->contributions[3] == 0);
  page.press("choice/x3");
  page.press("choice/x3/1");
  BOOST_TEST(page.state().what_if.entries[3].measured);
  BOOST_TEST(page.state().what_if.entries[3].value == 0);
}

BOOST_AUTO_TEST_CASE(a_category_is_told_by_its_title_in_the_readers_language) {
  spec::FeatureSpec feature = tests::categorical_feature("colour", {"red", "green"});
  feature.categories[1].title.es = "verde";
  state::FeatureEntry entry;
  entry.value = 1;
  BOOST_TEST(state::entry_text(feature, entry, i18n::Language::es) == "verde");
  BOOST_TEST(state::entry_text(feature, entry, i18n::Language::en) == "green");
  entry.measured = false;
  BOOST_TEST(state::entry_text(feature, entry, i18n::Language::en) == "(not measured)");
}

BOOST_AUTO_TEST_CASE(nothing_lies_between_two_categories) {
  const state::State set = state::reduce(category_state(), state::SetFeature{2, 1.4});
  BOOST_TEST(set.what_if.entries[2].value == 1);
  BOOST_TEST(state::reduce(set, state::SetFeature{2, 7}).what_if.entries[2].value == 2);
}

BOOST_AUTO_TEST_SUITE_END()
