#include "server/commands/listen_address.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace clearwell::commands {

std::ostream& operator<<(std::ostream& out, const ListenAddress& address) {
  return out << to_text(address);
}

namespace {

namespace bdata = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(listen_address)

const char* const kGood[] = {"127.0.0.1:8081", "127.1.2.3:0", "[::1]:80", "localhost:65535"};
const ListenAddress kRead[] = {{"127.0.0.1", 8081}, {"127.1.2.3", 0}, {"::1", 80}, {"localhost", 65535}};

BOOST_DATA_TEST_CASE(a_loopback_address_is_read_and_written, bdata::make(kGood) ^ kRead, text, expected) {
  const Result<ListenAddress> address = parse_listen_address(text, "--listen");
  BOOST_REQUIRE(address);
  BOOST_TEST(*address == expected);
  BOOST_TEST(to_text(*address) == text);
}

constexpr const char* kPort = "the port must be a number from 0 (any free one) to 65535";
constexpr const char* kLoopback =
    "only loopback addresses are accepted (127.0.0.1, [::1], localhost); put nginx in front to be reached from "
    "outside, see deploy/nginx";
const char* const kBad[] = {"8081",    "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:80a",  "0.0.0.0:80",
                            "[::]:80", ":80",        "example.org:80",  "127.evil.org:80"};
const char* const kReasons[] = {"expected ADDRESS:PORT, for example 127.0.0.1:8081",
                                kPort,
                                kPort,
                                kPort,
                                kLoopback,
                                kLoopback,
                                kLoopback,
                                kLoopback,
                                kLoopback};

BOOST_DATA_TEST_CASE(any_other_is_refused_with_the_reason, bdata::make(kBad) ^ kReasons, text, reason) {
  const Result<ListenAddress> address = parse_listen_address(text, "--metrics");
  BOOST_REQUIRE(!address);
  BOOST_TEST(address.error().field == "--metrics");
  BOOST_TEST(address.error().message == "--metrics " + std::string(text) + ": " + reason);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::commands
