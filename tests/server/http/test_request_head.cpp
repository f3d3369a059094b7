#include "server/http/request_head.hpp"

#include <boost/test/unit_test.hpp>

namespace clearwell::http {
namespace {

std::string_view only(const Headers& headers, std::string_view name) {
  BOOST_REQUIRE(headers.count(name) == 1U);
  return headers.find(name)->second;
}

BOOST_AUTO_TEST_SUITE(request_head)

BOOST_AUTO_TEST_CASE(headers_are_read_as_they_came) {
  const Headers headers = read_headers(
      "GET /a:b HTTP/1.1\r\nHost: [::1]:8081\r\nX-One:no space\r\nX-Two: \t two  words \t\r\nx-three: 100%25\r\n\r\n"
      "Body: no header");
  BOOST_TEST(headers.size() == 4U);
  BOOST_TEST(only(headers, "host") == "[::1]:8081");
  BOOST_TEST(only(headers, "X-One") == "no space");
  BOOST_TEST(only(headers, "X-Two") == "two  words");
  BOOST_TEST(only(headers, "X-Three") == "100%25");
}

BOOST_AUTO_TEST_CASE(a_header_without_a_value_is_one_too) {
  const Headers headers = read_headers("GET / HTTP/1.1\r\nX-Forwarded-For:\r\nAuthorization: \t\r\n\r\n");
  BOOST_TEST(only(headers, "X-Forwarded-For").empty());
  BOOST_TEST(only(headers, "Authorization").empty());
}

BOOST_AUTO_TEST_CASE(a_header_is_found_however_its_line_is_written) {
  const Headers headers = read_headers("GET / HTTP/1.1\r\nVia: a\nForwarded : b\r\nno colon\r\nX-Real-IP: c\r\n\r\n");
  BOOST_TEST(headers.size() == 3U);
  BOOST_TEST(only(headers, "Via") == "a");
  BOOST_TEST(only(headers, "Forwarded") == "b");
  BOOST_TEST(only(headers, "X-Real-IP") == "c");
}

BOOST_AUTO_TEST_CASE(the_same_header_twice_is_two) {
  BOOST_TEST(read_headers("GET / HTTP/1.1\r\nAuthorization: a\r\nauthorization: b\r\n\r\n").count("Authorization") ==
             2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
