#include "web/state/number_text.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell::state;
using clearwell::i18n::Language;

}  // namespace

BOOST_AUTO_TEST_SUITE(number_text_of_the_page)

const double kValues[] = {0.4, 20934, 1234567.5, -12345, 9999, -0.001, 0};
const int kDecimals[] = {2, 0, 1, 0, 0, 2, 1};
const char* const kEnglish[] = {"0.40", "20,934", "1,234,567.5", "-12,345", "9999", "0.00", "0.0"};
const char* const kSpanish[] = {"0,40", "20\u00A0934", "1\u00A0234\u00A0567,5", "-12\u00A0345", "9999", "0,00", "0,0"};

BOOST_DATA_TEST_CASE(digits_as_measured, bdata::make(kValues) ^ kDecimals ^ kEnglish ^ kSpanish, value, decimals,
                     english, spanish) {
  BOOST_TEST(number_text(value, decimals, Language::en) == english);
  BOOST_TEST(number_text(value, decimals, Language::es) == spanish);
}

BOOST_AUTO_TEST_CASE(a_field_is_never_grouped) {
  BOOST_TEST(plain_number_text(20934.5, 1, Language::es) == "20934,5");
}

BOOST_AUTO_TEST_CASE(what_the_laboratory_wrote_stays) {
  BOOST_TEST(laboratory_text("<0.01", Language::en) == "<0.01");
  BOOST_TEST(laboratory_text("<0.01", Language::es) == "<0,01");
  BOOST_TEST(with_unit("0.40", "mg/L") == "0.40 mg/L");
  BOOST_TEST(with_unit("7.1", "") == "7.1");
}

const char* const kTyped[] = {"7", " 7.5 ", "7,5", "-3", "1e3", "+2"};
const double kRead[] = {7, 7.5, 7.5, -3, 1000, 2};

BOOST_DATA_TEST_CASE(typed_numbers_are_read, bdata::make(kTyped) ^ kRead, typed, value) {
  BOOST_TEST(parse_number(typed).value() == value);
}

BOOST_DATA_TEST_CASE(everything_else_is_no_number,
                     bdata::make({"", " ", "seven", "7.5.1", "7 5", "nan", "inf", "0x10", "1e400", "--2", "."}),
                     typed) {
  BOOST_TEST(!parse_number(typed).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
