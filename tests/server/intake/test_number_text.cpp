#include "server/intake/number_text.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace {

using clearwell::intake::decimal_mark_beside;
using clearwell::intake::DecimalMark;
using clearwell::intake::is_missing;
using clearwell::intake::parse_number;
namespace bdata = boost::unit_test::data;

struct Good {
  const char* text;
  double value;
};
std::ostream& operator<<(std::ostream& out, const Good& good) {
  return out << "'" << good.text << "'";
}

const Good kGood[] = {{"7.1", 7.1},
                      {"+7.1", 7.1},
                      {" 7.1\t", 7.1},
                      {"\xC2\xA0"
                       "7.1",
                       7.1},
                      {"1e3", 1000},
                      {"1E-3", 0.001},
                      {"-0.5", -0.5},
                      {".5", 0.5},
                      {"5.", 5},
                      {"007", 7},
                      {"204.8904554713363", 204.8904554713363}};
const Good kGoodWithComma[] = {{"7,5", 7.5}, {"-7,5", -7.5}, {"7.5", 7.5}, {"1,5e3", 1500}, {"7", 7}};
const char* const kBad[] = {"",    " ",   "0x10", "1,234", "7.1abc", "abc", "inf",   "-inf", "infinity", "nan",
                            "1 2", "++1", "+-1",  "+",     "-",      "1e",  "1e999", "7,5",  "--1",      "<0.01"};
const char* const kBadWithComma[] = {"1,234.5", "1.234,5", "1,2,3", ",", "7,5x"};

}  // namespace

BOOST_AUTO_TEST_SUITE(number_text)

BOOST_DATA_TEST_CASE(a_whole_cell_is_a_number, bdata::make(kGood), good) {
  BOOST_TEST_REQUIRE(parse_number(good.text).has_value());
  BOOST_TEST(*parse_number(good.text) == good.value);
}

BOOST_DATA_TEST_CASE(a_comma_is_a_decimal_mark_only_where_it_may_be, bdata::make(kGoodWithComma), good) {
  BOOST_TEST_REQUIRE(parse_number(good.text, DecimalMark::point_or_comma).has_value());
  BOOST_TEST(*parse_number(good.text, DecimalMark::point_or_comma) == good.value);
}

BOOST_AUTO_TEST_CASE(files_with_semicolons_may_write_decimals_with_commas) {
  BOOST_TEST((decimal_mark_beside(';') == DecimalMark::point_or_comma));
  BOOST_TEST((decimal_mark_beside(',') == DecimalMark::point));
  BOOST_TEST((decimal_mark_beside('\t') == DecimalMark::point));
}

BOOST_AUTO_TEST_CASE(an_empty_cell_or_a_marker_in_any_case_is_missing) {
  const std::vector<std::string> markers = {"NA", "?"};
  BOOST_TEST(is_missing("", markers));
  BOOST_TEST(is_missing("na", markers));
  BOOST_TEST(is_missing("?", markers));
  BOOST_TEST(!is_missing("NaN", markers));
  BOOST_TEST(!is_missing("0", markers));
}

BOOST_DATA_TEST_CASE(anything_else_is_none, bdata::make(kBad), text) {
  BOOST_TEST(!parse_number(text).has_value());
}

BOOST_DATA_TEST_CASE(thousands_are_not_guessed, bdata::make(kBadWithComma), text) {
  BOOST_TEST(!parse_number(text, DecimalMark::point_or_comma).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
