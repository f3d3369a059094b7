#include "server/intake/xml_record_source.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <ostream>
#include <random>
#include <sstream>

namespace {

using namespace clearwell;
namespace bdata = boost::unit_test::data;

intake::FileMapping mapping() {
  const auto parsed =
      intake::parse_file_mapping(R"({"format_version": 1, "name": "x", "title": "t", "content": "samples",
    "xml": {"roots": ["waters"], "sample": "water", "record": "reports/report/results/result"},
    "sample_key": ["id"], "point": {"key": ["place/name"]}, "stated_verdict": "reports/report/verdict",
    "rows": {"name": "reports/report/results/result/name", "value": "reports/report/results/result/value"}})");
  BOOST_REQUIRE_MESSAGE(static_cast<bool>(parsed), (parsed ? "" : parsed.error().message));
  return *parsed;
}

const std::string kFile =
    R"(<?xml version="1.0"?><waters><water><id>7</id><place><name>Well</name><depth>3</depth></place>
<reports><report><results><result><name>pH</name><value>7.2</value></result><result><name>Pb</name><value>&lt; 1</value>
</result></results><verdict>good</verdict></report><report><verdict>bad</verdict><results><result><name>Fe</name><value/>
</result></results></report></reports></water><water><reports><report><results><result><value>4</value></result></results>
</report></reports><id> 8 </id></water></waters>)";

struct ReadAll {
  std::vector<std::string> rows;
  std::string error;
};

ReadAll read_all(const std::string& text) {
  const intake::FileMapping kind = mapping();
  std::istringstream input(text);
  auto source = intake::open_xml(input, kind);
  ReadAll all;
  intake::CsvRecord record;
  while (true) {
    const Result<bool> found = (*source)->next(record);
    if (!found) all.error = found.error().message;
    if (!found || !*found) return all;
    std::string row = std::to_string(record.line) + ":";
    for (const std::string& cell : record.cells)
      row += " " + (cell.empty() ? "-" : cell);
    all.rows.push_back(row);
  }
}

struct Fault {
  std::string text;
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const Fault& fault) {
  return out << fault.message;
}

const Fault kFaults[] = {
    {"", "the file is no well-formed XML: no element found in line 1"},
    {"<waters><water></waters>", "the file is no well-formed XML: mismatched tag in line 1"},
    {"<waters>\n<water>", "the file is no well-formed XML: no element found in line 2"},
    {"<beers/>", "the root is <beers>, which the mapping does not know, in line 1"},
    {"<waters><beer/></waters>", "<beer> stands where the mapping has <water> in line 1"},
    {"<!DOCTYPE waters [<!ENTITY a \"b\">]><waters/>", "a document type declaration stands in line 1"},
    {"<waters><water>" + std::string(17 << 20, 'x') + "</water></waters>",
     "a sample of more than 16777216 bytes stands in line 1"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(xml_record_source)

BOOST_AUTO_TEST_CASE(a_record_has_what_stands_around_it_before_and_after) {
  const ReadAll all = read_all(kFile);
  BOOST_TEST(all.error == "");
  // columns: id, verdict, place, name, value
  const std::vector<std::string> expected = {"1: 7 good Well pH 7.2", "2: 7 good Well Pb < 1", "3: 7 bad Well Fe -",
                                             "4: 8 - - - 4"};
  BOOST_TEST(all.rows == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(elements_that_no_column_asks_for_are_told) {
  const intake::FileMapping kind = mapping();
  std::istringstream input(kFile);
  auto source = intake::open_xml(input, kind);
  intake::CsvRecord record;
  while (*(*source)->next(record)) {
  }
  BOOST_TEST(((*source)->unread() == std::vector<std::string>{"place/depth"}));
}

BOOST_DATA_TEST_CASE(a_file_that_cannot_be_trusted_is_refused, bdata::make(kFaults), fault) {
  BOOST_TEST(read_all(fault.text).error == fault.message);
}

BOOST_AUTO_TEST_CASE(nesting_is_bounded) {
  std::string deep = "<waters><water>";
  for (int i = 0; i < 100; ++i)
    deep += "<a>";
  BOOST_TEST(read_all(deep).error == "elements are nested more than 64 deep in line 1");
}

BOOST_AUTO_TEST_CASE(the_root_is_known_by_the_beginning) {
  BOOST_TEST(intake::xml_root("\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- a > b --><waters a=\"1\">").value() ==
             "waters");
  BOOST_TEST(intake::xml_root("<waters/>").value() == "waters");
  BOOST_TEST(!intake::xml_root("id,value\n<1,2\n"));
  BOOST_TEST(!intake::xml_root(""));
  BOOST_TEST(!intake::xml_root("<?xml"));
}

// Cut anywhere, a file is refused; with any bytes changed it is read or refused, and nothing else happens.
BOOST_AUTO_TEST_CASE(texts_without_sense_are_survived) {
  for (std::size_t n = 0; n + 1 < kFile.size(); ++n)
    BOOST_REQUIRE(!read_all(kFile.substr(0, n)).error.empty());
  std::mt19937 random(13);
  const auto below = [&random](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (int i = 0; i < 2000; ++i) {
    std::string text = kFile;
    for (int change = 0; change < 3; ++change)
      text[below(text.size())] = static_cast<char>(below(256));
    const ReadAll all = read_all(text);
    BOOST_REQUIRE((all.error.empty() || all.rows.size() <= 4));
  }
}

BOOST_AUTO_TEST_SUITE_END()
