#include "server/intake/file_mapping.hpp"
#include "tests/text_fault.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <random>
#include <set>
#include <string>

namespace {

using namespace clearwell;
namespace bdata = boost::unit_test::data;

const std::string kMapping = R"({"format_version": 1, "name": "lab", "title": "t", "content": "samples",
  "decimal_mark": ",", "time": {"columns": ["at"], "formats": ["%Y-%m-%d"], "zone": "UTC"},
  "plant": {"id": "spring", "name": "Spring", "time_zone": "UTC", "jurisdiction": "EU"},
  "columns": [{"column": "As", "parameter": "arsenic", "unit": "mg/L"},
              {"column": ["NO3", "Nitrate"], "parameter": "nitrate", "unit": "mg/L", "basis": "N"}]})";

const tests::TextFault kFaults[] = {
    {R"({"format_version")", R"(["format_version")", "",
     "the mapping is not JSON: line 1, column 18: ':' does not belong here"},
    {R"("format_version": 1)", R"("format_version": 2)", "format_version", "2 is not a number from 1.0 to 1.0"},
    {R"("name": "lab")", R"("name": "My Lab")", "name", "\"My Lab\" is no name (accepted: a-z, 0-9 and _)"},
    {R"("content": "samples")", R"("content": "sample")", "content",
     "\"sample\" is not known (accepted: samples, readings, sampling_points)"},
    {R"("content": "samples")", R"("content": "readings")", "columns[0].sensor", "readings need it"},
    {R"("content": "samples")", R"("content": "sampling_points")", "point", "sampling points need \"point\""},
    {R"("decimal_mark": ",")", R"("decimal_mark": ";")", "decimal_mark",
     "\";\" is not known (accepted: \".\", \",\" or \"either\")"},
    {R"("id": "spring")", R"("id": "Spring")", "plant.id",
     "\"Spring\" is no id (accepted: a to z, 0 to 9, - and _, beginning with a letter or digit, at most 63)"},
    {R"("%Y-%m-%d")", R"("%m-%d")", "time.formats[0]", "the time format \"%m-%d\" names no year (%Y)"},
    {R"("column": "As")", R"("column": 3)", "columns[0].column",
     "3 is neither a column's name nor a list of its names"},
    {R"(["NO3", "Nitrate"])", R"([])", "columns[1].column", "the list of names is empty"},
    {R"("unit": "mg/L"})", R"("unit": "mg/kg"})", "columns[0].unit",
     "arsenic: the unit \"mg/kg\" is not known (accepted: mg/L, µg/L, ng/L or g/L)"},
    {R"(, "basis": "N")", "", "columns[1].unit", "nitrate: the unit \"mg/L\" does not say whether as NO3 or N"},
    {R"("unit": "mg/L"})", R"("units": "mg/L"})", "columns[0].units",
     "the key \"units\" is not known (accepted: column, parameter, unit, basis, fraction, unit_remark, sensor, bad, "
     "low, "
     "high, words)"},
    {R"("columns": [{)", R"("rows": {"name": "n", "value": "v"}, "columns": [{)", "",
     "a mapping has either \"rows\" (one row a result) or \"columns\" (one column a parameter)"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(file_mapping)

BOOST_AUTO_TEST_CASE(a_sound_mapping_is_read) {
  const auto mapping = intake::parse_file_mapping(kMapping);
  BOOST_TEST_REQUIRE(static_cast<bool>(mapping));
  BOOST_TEST(mapping->origin == "lab");
  BOOST_TEST(mapping->columns.size() == 2U);
  BOOST_TEST((mapping->columns[1].column == intake::ColumnNames{"NO3", "Nitrate"}));
}

BOOST_DATA_TEST_CASE(what_is_wrong_is_named, bdata::make(kFaults), fault) {
  const auto mapping = intake::parse_file_mapping(fault.in(kMapping));
  BOOST_TEST_REQUIRE(!mapping);
  BOOST_TEST(mapping.error().field == fault.field);
  BOOST_TEST(mapping.error().message == fault.message);
}

BOOST_AUTO_TEST_CASE(the_program_brings_mappings_along_each_with_a_name_of_its_own) {
  std::set<std::string> names;
  for (const intake::FileMapping& mapping : intake::known_mappings()) {
    BOOST_TEST(names.insert(mapping.name).second);
    BOOST_TEST((mapping.xml.has_value() || !mapping.recognised_by.empty()));
  }
  BOOST_TEST(names.size() >= 10U);
}

// Whatever bytes of a mapping are lost or changed: a mapping, or a complaint in words.
BOOST_AUTO_TEST_CASE(texts_without_sense_are_survived) {
  std::mt19937 random(11);
  const auto below = [&random](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (int i = 0; i < 3000; ++i) {
    std::string text = kMapping;
    for (std::size_t n = below(4); n < 4; ++n) {
      const std::size_t place = below(text.size());
      if (below(2) == 0)
        text.erase(place, 1 + below(12));
      else
        text[place] = "{}[]\",:0aN\\"[below(11)];
      if (text.empty()) text = "x";
    }
    const auto mapping = intake::parse_file_mapping(text);
    BOOST_REQUIRE((mapping || !mapping.error().message.empty()));
  }
}

BOOST_AUTO_TEST_SUITE_END()
