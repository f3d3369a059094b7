#include "server/base/log.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <regex>

#include <fcntl.h>
#include <unistd.h>

namespace {

using namespace clearwell::base;
namespace bdata = boost::unit_test::data;

/// What `action` writes to standard error, which really goes elsewhere meanwhile.
template <typename Action>
std::string stderr_of(Action action) {
  std::FILE* const file = std::tmpfile();
  const int before = dup(STDERR_FILENO);
  dup2(fileno(file), STDERR_FILENO);
  action();
  dup2(before, STDERR_FILENO);
  close(before);
  std::string text(4096, '\0');
  std::rewind(file);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

BOOST_AUTO_TEST_SUITE(log_lines)

BOOST_AUTO_TEST_CASE(fields_follow_the_event_in_order) {
  const std::string model = "potability";
  BOOST_TEST(
      log_text("model_promoted",
               {{"model", model}, {"from", 12}, {"to", std::size_t{13}}, {"precision", 0.1}, {"forced", false}}) ==
      "event=model_promoted model=potability from=12 to=13 precision=0.1 forced=false");
}

const char* const kValues[] = {
    "plain", "", "two words", "a=b", "say \"hi\"", "back\\slash", "line\nbreak\tand\rreturn", "bell\a", "µS/cm"};
const char* const kWritten[] = {"plain",
                                "\"\"",
                                "\"two words\"",
                                "\"a=b\"",
                                "\"say \\\"hi\\\"\"",
                                "\"back\\\\slash\"",
                                "\"line\\nbreak\\tand\\rreturn\"",
                                "\"bell\\x07\"",
                                "µS/cm"};
BOOST_DATA_TEST_CASE(a_value_stays_one_word_of_one_line, bdata::make(kValues) ^ kWritten, value, written) {
  BOOST_TEST(log_text("e", {{"v", value}}) == std::string("event=e v=") + written);
}

BOOST_AUTO_TEST_CASE(a_line_carries_utc_time_and_level_and_is_no_format) {
  const std::string line = stderr_of([] { log_warning("low_on_disk", {{"left", "{} 5 %s"}}); });
  const std::regex expected(
      R"(time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=warning event=low_on_disk left="\{\} 5 %s"\n)");
  BOOST_TEST(std::regex_match(line, expected), line);
}

BOOST_AUTO_TEST_CASE(lines_below_the_level_are_dropped) {
  BOOST_TEST(stderr_of([] { log_debug("detail"); }) == "");
  set_log_level(LogLevel::kDebug);
  BOOST_TEST(stderr_of([] { log_debug("detail"); }).ends_with("level=debug event=detail\n"));
  set_log_level(LogLevel::kInfo);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
