#include "server/intake/plant_description.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell;

struct Refused {
  std::string json;
  std::string field;
  std::string message;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.json;
}

/// A description with one member put at the end.
std::string with(const std::string& member) {
  return R"({"id":"north","name":"North","jurisdiction":"EU",)" + member + "}";
}

const std::string kId = " is no id (accepted: a to z, 0 to 9, - and _, beginning with a letter or digit, at most 63)";

const Refused kRefused[] = {
    {"{", "", "the file is not JSON: line 1, column 2: the text ends before it is whole"},
    {"7", "", "7 is neither the description of a plant nor a list of them"},
    {"[]", "", "[] is neither the description of a plant nor a list of them"},
    {"[7]", "[0]", "7 is not an object"},
    {"{}", "[0].id", "the key is missing"},
    {R"({"id":"n","name":"N"})", "[0].jurisdiction", "the key is missing"},
    {with(R"("simulated":false)"), "[0].simulated",
     "the key \"simulated\" is not known (accepted: id, name, place, operator, latitude, longitude, time_zone, "
     "jurisdiction, population_served)"},
    {R"({"id":"North","name":"N","jurisdiction":"EU"})", "[0].id", "\"North\"" + kId},
    {R"({"id":"-n","name":"N","jurisdiction":"EU"})", "[0].id", "\"-n\"" + kId},
    {R"({"id":"sim1-lake","name":"N","jurisdiction":"EU"})", "[0].id",
     "\"sim1-lake\" is an id that clearwell simulate keeps for itself"},
    {R"({"id":"n","name":"","jurisdiction":"EU"})", "[0].name",
     "\"\" is not a text of 1 to 200 bytes without control characters"},
    {R"({"id":"n","name":7,"jurisdiction":"EU"})", "[0].name", "7 is not a text"},
    {R"({"id":"n","name":"a\nb","jurisdiction":"EU"})", "[0].name",
     R"("a\nb" is not a text of 1 to 200 bytes without control characters)"},
    {R"({"id":"n","name":"N","jurisdiction":"XX"})", "[0].jurisdiction",
     "\"XX\" is no jurisdiction whose limits are known (accepted: AR, EU, US, WHO)"},
    {with(R"("latitude":95,"longitude":0)"), "[0].latitude", "95.0 is not a number of degrees from -90 to 90"},
    {with(R"("latitude":0,"longitude":-180.5)"), "[0].longitude", "-180.5 is not a number of degrees from -180 to 180"},
    {with(R"("latitude":41.4)"), "[0].longitude",
     "is missing: latitude and longitude are accepted together or not at all"},
    {with(R"("latitude":null,"longitude":2.1)"), "[0].latitude",
     "is missing: latitude and longitude are accepted together or not at all"},
    {with(R"("population_served":-1)"), "[0].population_served", "-1 is not a number of people from 0 to 2147483647"},
    {with(R"("population_served":1.5)"), "[0].population_served", "1.5 is not a whole number"},
    {with(R"("time_zone":"")"), "[0].time_zone", "\"\" is not a text of 1 to 200 bytes without control characters"},
    {"[" + with(R"("place":"")") + "," + with(R"("place":"")") + "]", "[1].id", "\"north\" comes twice"},
};

BOOST_AUTO_TEST_SUITE(plant_description)

BOOST_AUTO_TEST_CASE(one_plant_or_a_list_with_what_is_known) {
  const auto one = intake::parse_plants(R"({"id":"north_2","name":"Nörd","jurisdiction":"EU","place":null})");
  BOOST_REQUIRE(one);
  store::Plant expected;
  expected.plant_id = "north_2";
  expected.name = "Nörd";
  expected.jurisdiction = "EU";
  BOOST_CHECK((*one == std::vector{expected}));

  expected.place = "Tartu";
  expected.operator_name = "Works";
  expected.latitude = 58.4;
  expected.longitude = -26.7;
  expected.time_zone = "Europe/Tallinn";
  expected.population_served = 0;
  const auto list = intake::parse_plants(
      R"([{"id":"north_2","name":"Nörd","jurisdiction":"EU","place":"Tartu","operator":"Works","latitude":58.4,
           "longitude":-26.7,"time_zone":"Europe/Tallinn","population_served":0},
          {"id":"simple","name":"S","jurisdiction":"WHO"}])");
  BOOST_REQUIRE(list);
  BOOST_REQUIRE(list->size() == 2U);
  BOOST_CHECK(list->front() == expected);
  BOOST_TEST(list->back().plant_id == "simple");
}

BOOST_DATA_TEST_CASE(anything_else_is_refused_with_its_place, bdata::make(kRefused), refused) {
  const auto plants = intake::parse_plants(refused.json);
  BOOST_REQUIRE(!plants);
  BOOST_TEST(plants.error().field == refused.field);
  BOOST_TEST(plants.error().message == refused.message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
