#include "tests/web/loaded_state.hpp"
#include "web/state/text_twin.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace clearwell;
using namespace clearwell::state;
using Row = std::vector<std::string>;

const TwinSection& section_named(const TextTwin& twin, const std::string& heading) {
  for (const TwinSection& section : twin.sections) {
    if (section.heading == heading) return section;
  }
  BOOST_FAIL("no section " << heading);
  return twin.sections.front();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_twin_of_the_page)

BOOST_AUTO_TEST_CASE(it_says_what_the_law_says_of_the_plant_s_results) {
  const TextTwin twin = text_twin(test::loaded_state());
  BOOST_TEST(twin.title == "North Plant (simulated)");
  BOOST_TEST(twin.status.rfind("North Plant (simulated): Within the legal limits. ", 0) == 0U);
  BOOST_TEST(twin.status.find("Simulated data") != std::string::npos);
  const TwinSection& results = section_named(twin, "Latest results of North Plant (simulated)");
  BOOST_REQUIRE(results.rows.size() == 5U);
  BOOST_TEST(results.rows[2] == (Row{"Cadmium", "<0.01 mg/L", "≤ 0.005", "cannot be judged"}),
             boost::test_tools::per_element());
  BOOST_TEST(results.rows[3] == (Row{"Lead", "not measured", "≤ 0.05", "cannot be judged"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(it_tells_the_estimate_where_that_is_open) {
  const TextTwin twin = text_twin(reduce(test::loaded_state(), OpenSection{Section::try_it}));
  BOOST_TEST(twin.status.rfind("The model estimates: Liked. ", 0) == 0U);
  BOOST_TEST(section_named(twin, "Values of the estimate").rows.size() == 3U);
}

BOOST_AUTO_TEST_CASE(its_links_lead_to_the_sections) {
  const State state = test::loaded_state();
  const TwinSection bar = text_twin(state).sections.front();
  BOOST_REQUIRE(bar.links.size() == 3U);
  for (const TwinLink& link : bar.links) {
    const State there = reduce(state, AddressChanged{"#" + link.hash});
    BOOST_TEST(there.plant_id == "north");
    BOOST_TEST((there.section == parse_address(link.hash).section));
  }
}

BOOST_AUTO_TEST_SUITE_END()
