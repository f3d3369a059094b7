#include "common/limits/physical_relations.hpp"

#include "common/limits/limits.hpp"
#include "tests/text_fault.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace clearwell::limits;
namespace bdata = boost::unit_test::data;

constexpr const char* kRelations = R"({"format_version": 1, "relations": [
  {"code": "a", "numerator": "sulfate", "denominator": "conductivity", "min": 0.1, "max": 2,
   "reason": {"en": "Because.", "es": "Porque sí."}, "source": "a book"}]})";

const clearwell::tests::TextFault kFaults[] = {
    {"]}", "]", "", "physical_relations.json: the text is not JSON"},
    {R"("format_version": 1)", R"("format_version": 2)", "format_version",
     "physical_relations.json: 2 is not a number from 1.0 to 1.0"},
    {R"("sulfate")", R"("sulphate")", "relations[0].numerator",
     "physical_relations.json: \"sulphate\" is not among the parameters"},
    {R"("min": 0.1, "max": 2,)", "", "relations[0]", "physical_relations.json: it has neither min nor max"},
    {R"("max": 2)", R"("max": -1)", "relations[0].max",
     "physical_relations.json: -1 is not a number from 0.0 to 1000000000000.0"},
    {R"("es": "Porque sí.")", R"("fr": "x")", "relations[0].reason.fr",
     "physical_relations.json: the key \"fr\" is not known (accepted: en, es)"},
    {R"(, "source": "a book")", "", "relations[0].source", "physical_relations.json: the key is missing"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(physical_relations_file)

BOOST_AUTO_TEST_CASE(a_relation_is_read) {
  const auto relations = parse_physical_relations(kRelations);
  BOOST_REQUIRE(relations);
  const std::vector<PhysicalRelation> expected = {
      {"a", "sulfate", "conductivity", 0.1, 2, {"Because.", "Porque sí."}, "a book"}};
  BOOST_CHECK(*relations == expected);
}

BOOST_DATA_TEST_CASE(a_fault_is_named_with_its_place, bdata::make(kFaults), fault) {
  const auto relations = parse_physical_relations(fault.in(kRelations));
  BOOST_REQUIRE(!relations);
  BOOST_TEST(relations.error().field == fault.field);
  BOOST_TEST(relations.error().message == fault.message);
}

BOOST_AUTO_TEST_CASE(the_embedded_relations_are_of_parameters_that_exist) {
  BOOST_TEST(physical_relations().size() >= 2U);
  for (const PhysicalRelation& relation : physical_relations()) {
    BOOST_TEST(find_parameter(relation.numerator) != nullptr);
    BOOST_TEST(find_parameter(relation.denominator) != nullptr);
    BOOST_TEST(relation.numerator != relation.denominator);
  }
}

BOOST_AUTO_TEST_SUITE_END()
