#include "server/http/authentication.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace clearwell::http {
namespace {

namespace bdata = boost::unit_test::data;

struct Case {
  const char* what;
  const char* peer;
  Headers headers;
  bool is_operator;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.what;
}

const Case kCases[] = {
    {"a program on this machine", "127.0.0.1", {{"Host", "127.0.0.1:8081"}}, true},
    {"the same by name", "127.0.0.1", {{"host", "localhost:8081"}}, true},
    {"the same by IPv6", "::1", {{"Host", "[::1]:8081"}}, true},
    {"IPv6 without a port", "::1", {{"Host", "[::1]"}}, true},
    {"the page that the server itself serves",
     "127.0.0.1",
     {{"Host", "127.0.0.1:8081"}, {"Origin", "http://127.0.0.1:8081"}},
     true},
    {"through nginx", "127.0.0.1", {{"Host", "127.0.0.1:8081"}, {"X-Forwarded-For", "127.0.0.1"}}, false},
    {"through nginx, header in another case",
     "127.0.0.1",
     {{"Host", "localhost"}, {"x-forwarded-for", "9.9.9.9"}},
     false},
    {"through another proxy", "127.0.0.1", {{"Host", "localhost"}, {"Forwarded", "for=1.2.3.4"}}, false},
    {"through another proxy still", "127.0.0.1", {{"Host", "localhost"}, {"X-Real-IP", "1.2.3.4"}}, false},
    {"an empty proxy header is one too", "127.0.0.1", {{"Host", "localhost"}, {"X-Forwarded-For", ""}}, false},
    {"from another machine", "10.0.0.7", {{"Host", "127.0.0.1:8081"}}, false},
    {"a foreign page in the operator's browser",
     "127.0.0.1",
     {{"Host", "127.0.0.1:8081"}, {"Origin", "https://evil.example"}},
     false},
    {"a page without an origin", "127.0.0.1", {{"Host", "127.0.0.1:8081"}, {"Origin", "null"}}, false},
    {"a foreign name that leads here", "127.0.0.1", {{"Host", "evil.example:8081"}}, false},
    {"a foreign name that looks local", "127.0.0.1", {{"Host", "127.0.0.1.evil.example"}}, false},
    {"another foreign name", "127.0.0.1", {{"Host", "localhost.evil.example:8081"}}, false},
    {"no host", "127.0.0.1", {}, false},
};

BOOST_AUTO_TEST_SUITE(authentication)

BOOST_DATA_TEST_CASE(who_is_the_operator_of_this_machine, bdata::make(kCases), c) {
  Request request;
  request.peer = c.peer;
  request.headers = c.headers;
  BOOST_TEST(is_local_operator(request) == c.is_operator);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
