#include "server/http/entity_tag.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace clearwell::http {
namespace {

namespace bdata = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(entity_tag)

const char* const kHeaders[] = {"\"a\"", "W/\"a\"", "\"b\", \"a\"", "\"b\",W/\"a\" ", "*", "",
                                "\"b\"", "a",       "\"a",          "\"aa\""};
const bool kNames[] = {true, true, true, true, true, false, false, false, false, false};

BOOST_DATA_TEST_CASE(a_list_names_the_tag_or_not, bdata::make(kHeaders) ^ kNames, header, names) {
  BOOST_TEST(names_entity_tag(header, "\"a\"") == names);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
