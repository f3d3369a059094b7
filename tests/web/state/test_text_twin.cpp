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

BOOST_AUTO_TEST_CASE(it_tells_the_values_on_the_chart) {
  const TextTwin twin = text_twin(test::loaded_state());
  const TwinSection& history = section_named(twin, "Turbidity, history");
  BOOST_REQUIRE(history.sentences.size() == 4U);
  BOOST_TEST(history.sentences[0] == "From 30 December 2025 to 13 March 2026.");
  BOOST_TEST(history.sentences[1] == "Legal limit: CAA art. 982: 3 NTU.");
  BOOST_TEST(history.sentences[2] ==
             "Laboratory: 2 results, lowest 0.10 NTU, highest 0.31 NTU; 1 below the detection limit.");
  BOOST_TEST(history.sentences[3] == "Instrument: 120 readings, lowest 0.20 NTU, highest 0.50 NTU.");
  BOOST_REQUIRE(history.rows.size() == 3U);
  BOOST_TEST(history.rows[1] == (Row{"12 March 2026", "<0.10 NTU"}), boost::test_tools::per_element());
  BOOST_TEST(history.rows[2] == (Row{"1 January 2026", "0.31 NTU"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_out_of_sight_is_not_told) {
  const State state = reduce(test::loaded_state(), ViewDates{{1'773'100'000, 1'773'360'000}});
  const TextTwin twin = text_twin(state);
  BOOST_TEST(section_named(twin, "Turbidity, history").rows.size() == 2U);
}

BOOST_AUTO_TEST_CASE(its_links_lead_to_plants_and_histories) {
  const State state = reduce(test::loaded_state(), SearchPlants{"canada"});
  const TextTwin twin = text_twin(state);
  const TwinSection& plants = section_named(twin, "Treatment plants");
  BOOST_REQUIRE(plants.links.size() == 1U);
  BOOST_TEST(plants.links[0].words == "South Plant, Cañada Ñandú. Not tested yet");
  BOOST_TEST(reduce(state, AddressChanged{"#" + plants.links[0].hash}).plant_id == "south");
  const TwinSection& results = section_named(twin, "Latest results of North Plant (simulated)");
  BOOST_TEST(results.links[1].words == "Cadmium, history");
  BOOST_TEST(reduce(state, AddressChanged{"#" + results.links[1].hash}).parameter == "cadmium");
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
