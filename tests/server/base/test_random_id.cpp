#include "server/base/random_id.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

namespace {

BOOST_AUTO_TEST_SUITE(random_ids)

BOOST_AUTO_TEST_CASE(hex_has_two_digits_a_byte_and_none_comes_twice) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = clearwell::base::random_hex(16);
    BOOST_REQUIRE(id.size() == 32);
    BOOST_REQUIRE(id.find_first_not_of("0123456789abcdef") == std::string::npos);
    BOOST_REQUIRE(seen.insert(id).second);
  }
}

BOOST_AUTO_TEST_CASE(as_many_bytes_as_asked_for) {
  BOOST_TEST(clearwell::base::random_bytes(0).empty());
  BOOST_TEST(clearwell::base::random_bytes(1'000'000).size() == 1'000'000u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
