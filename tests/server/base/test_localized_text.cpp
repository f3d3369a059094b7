#include "server/base/localized_text.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace clearwell;
using base::LocalizedText;

namespace clearwell::spec {
std::ostream& operator<<(std::ostream& out, const LocalizedText& text) {
  return out << text.en << " | " << text.es;
}
}  // namespace clearwell::spec

namespace {

struct Written {
  LocalizedText text;
  LocalizedText expected;
};
std::ostream& operator<<(std::ostream& out, const Written& written) {
  return out << written.expected;
}

const Written kWritten[] = {
    {base::count_text(0), {"0", "0"}},
    {base::count_text(3276), {"3276", "3276"}},
    {base::count_text(1234567), {"1,234,567", "1\u202f234\u202f567"}},
    {base::count_text(-12345), {"-12,345", "-12\u202f345"}},
    {base::number_text(0.4, 2), {"0.40", "0,40"}},
    {base::number_text(12345.678, 1), {"12,345.7", "12\u202f345,7"}},
    {base::number_text(-0.004, 2), {"0.00", "0,00"}},
    {base::number_text(-0.006, 2), {"-0.01", "-0,01"}},
    {base::short_number_text(0), {"0", "0"}},
    {base::short_number_text(0.012345), {"0.0123", "0,0123"}},
    {base::short_number_text(7.0), {"7", "7"}},
    {base::short_number_text(48.14), {"48.1", "48,1"}},
    {base::short_number_text(21917.9), {"21,918", "21\u202f918"}},
    {base::short_number_text(-0.5), {"-0.5", "-0,5"}},
    {base::percent_text(0.390109), {"39.0 %", "39,0 %"}},
    {base::percent_text(0), {"0.0 %", "0,0 %"}},
    {base::percent_text(1), {"100.0 %", "100,0 %"}},
    {base::percent_text(0.0001), {"< 0.1 %", "< 0,1 %"}},
    {base::percent_text(0.9999), {"> 99.9 %", "> 99,9 %"}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(localized_text)

BOOST_DATA_TEST_CASE(a_number_is_written_as_the_language_does, boost::unit_test::data::make(kWritten), written) {
  BOOST_TEST(written.text == written.expected);
}

BOOST_AUTO_TEST_CASE(values_go_to_their_places_and_are_not_searched_for_places) {
  const LocalizedText pattern = {"{0} of {1}; {2}", "De {1}, {0}; {x}"};
  BOOST_TEST(base::fill(pattern, {base::in_all_languages("{1}"), base::count_text(7)}) ==
             (LocalizedText{"{1} of 7; {2}", "De 7, {1}; {x}"}));
}

BOOST_AUTO_TEST_CASE(a_language_has_a_code) {
  for (const base::Language language : {base::Language::en, base::Language::es})
    BOOST_CHECK(*base::parse_language(base::language_code(language)) == language);
  for (const char* unknown : {"", "EN", "fr", "en-GB"})
    BOOST_TEST(!base::parse_language(unknown));
}

BOOST_AUTO_TEST_SUITE_END()
