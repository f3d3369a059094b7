#include "server/base/version.hpp"

#include <boost/test/unit_test.hpp>

#include <regex>

namespace {

using namespace clearwell::base;

BOOST_AUTO_TEST_CASE(the_version_line_names_program_version_and_commit) {
  BOOST_TEST(std::regex_match(version(), std::regex(R"(\d+\.\d+\.\d+)")), version());
  BOOST_TEST(std::regex_match(commit(), std::regex("unknown|[0-9a-f]{7,40}")), commit());
  BOOST_TEST(version_line() == "clearwell " + version() + " (" + commit() + ")");
}

}  // namespace
