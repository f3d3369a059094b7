#include "tests/web/loaded_state.hpp"
#include "web/state/plant_map.hpp"
#include "web/state/plant_search.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using namespace clearwell::state;

std::string found_by(const std::string& query) {
  const State state = reduce(test::loaded_state(), SearchPlants{query});
  std::string names;
  for (const Plant* plant : found_plants(state))
    names += plant->id + " ";
  return names;
}

Plant plant_at(double latitude, double longitude) {
  Plant plant;
  plant.latitude = latitude;
  plant.longitude = longitude;
  return plant;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(finding_a_plant)

BOOST_AUTO_TEST_CASE(letters_lose_case_and_marks) {
  BOOST_TEST(folded("Río ÑANDÚ, Güemes") == "rio nandu, guemes");
  BOOST_TEST(folded("Łódź Šiauliai Çeşme Žďár") == "lodz siauliai cesme zdar");
  BOOST_TEST(folded("Ri\u0301o") == "rio");  // the accent as a sign of its own
  BOOST_TEST(folded("Ελλάδα 東京 ×÷") == "Ελλάδα 東京 ×÷");
  BOOST_TEST(folded("cut \xC3") == "cut \xC3");
}

const std::string kQueries[] = {"",      "NORTH",      "rosario",   "canada",     "plant nandu",
                                "ñandu", "  utility ", "elsewhere", "north nandu"};
const std::string kFound[] = {"north south ", "north ", "north ", "south ", "south ", "south ", "north ", "", ""};

BOOST_DATA_TEST_CASE(name_place_and_company_are_searched_word_by_word, bdata::make(kQueries) ^ kFound, query,
                     expected) {
  BOOST_TEST(found_by(query) == expected);
}

BOOST_AUTO_TEST_CASE(choosing_a_plant_ends_the_search) {
  const State state = reduce(reduce(test::loaded_state(), SearchPlants{"sou"}), ChoosePlant{"south"});
  BOOST_TEST(state.plant_query.empty());
}

BOOST_AUTO_TEST_CASE(a_map_needs_a_position) {
  BOOST_TEST(!plant_map({Plant{}}, 1, i18n::Language::en).has_value());
  BOOST_TEST(plant_map(test::loaded_state().plants, 1, i18n::Language::en)->points.size() == 1U);
}

BOOST_AUTO_TEST_CASE(north_is_up_and_nothing_is_stretched) {
  const std::vector<Plant> plants = {plant_at(-27, -59), plant_at(-42, -65), plant_at(-27, -65)};
  const PlantMap map = *plant_map(plants, 0.8, i18n::Language::en);
  BOOST_TEST(map.points[0].y < map.points[1].y);
  BOOST_TEST(map.points[0].x > map.points[2].x);
  for (const MapPoint& point : map.points) {
    BOOST_TEST((point.x > 0 && point.x < 1));
    BOOST_TEST((point.y > 0 && point.y < 1));
  }
  const double high = map.points[1].y - map.points[2].y;          // 15 degrees of latitude, of a height of 1
  const double wide = (map.points[0].x - map.points[2].x) * 0.8;  // 6 degrees of longitude, of a width of 0.8
  const double middle = std::cos((-27 - 42) / 2.0 * 3.14159265 / 180);
  BOOST_TEST(wide / high == 6 * middle / 15, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(the_graticule_is_named_in_the_readers_language) {
  const std::vector<Plant> plants = {plant_at(-27, -59), plant_at(-42, -65)};
  const PlantMap map = *plant_map(plants, 0.8, i18n::Language::es);
  BOOST_REQUIRE(!map.parallels.empty());
  BOOST_TEST(map.parallels.front().label == "30°\u00A0S");
  BOOST_TEST(map.meridians.front().label.find('O') != std::string::npos);
  BOOST_TEST(map.parallels.size() <= 5U);
  BOOST_TEST(map.meridians.size() <= 4U);
}

BOOST_AUTO_TEST_CASE(one_plant_alone_has_a_map_around_it) {
  const PlantMap map = *plant_map({plant_at(0, 0)}, 1, i18n::Language::en);
  BOOST_TEST(map.points[0].x == 0.5);
  BOOST_TEST(map.points[0].y == 0.5);
}

BOOST_AUTO_TEST_SUITE_END()
