#include "server/intake/utf8.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <ostream>
#include <string>

namespace bdata = boost::unit_test::data;
using clearwell::intake::find_no_utf8;

namespace {

struct Text {
  const char* what;
  std::string bytes;
  std::optional<std::size_t> fault = std::nullopt;
};
std::ostream& operator<<(std::ostream& out, const Text& text) {
  return out << text.what;
}

const Text kTexts[] = {
    {"nothing", ""},
    {"ASCII", "pH 7.1"},
    {"two, three and four bytes", "\xC2\xB5g \xE2\x82\x82 \xF0\x9F\x92\xA7"},
    {"the last before and the first after the surrogates", "\xED\x9F\xBF\xEE\x80\x80"},
    {"the last character there is", "\xF4\x8F\xBF\xBF"},
    {"Latin-1", "Ars\xE9nico", 3},
    {"a byte that continues nothing", "a\x80", 1},
    {"cut short", "ab\xE2\x82", 2},
    {"cut short in the middle", "\xE2\x82 ", 0},
    {"an overlong slash", "\xC0\xAF", 0},
    {"overlong in three bytes", "\xE0\x9F\xBF", 0},
    {"overlong in four bytes", "\xF0\x8F\xBF\xBF", 0},
    {"a surrogate", "\xED\xA0\x80", 0},
    {"beyond the last character", "\xF4\x90\x80\x80", 0},
    {"no first byte at all", "\xFF", 0},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(utf8)

BOOST_DATA_TEST_CASE(the_first_byte_that_is_none_of_utf8_is_found, bdata::make(kTexts), text) {
  BOOST_TEST((find_no_utf8(text.bytes) == text.fault));
}

BOOST_AUTO_TEST_SUITE_END()
