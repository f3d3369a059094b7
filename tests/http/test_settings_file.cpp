#include "tests/http/program.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <ostream>

namespace clearwell {
namespace {

namespace bdata = boost::unit_test::data;
using tests::Program;

/// Runs the program with a file of settings; its folder is where nothing is stored yet.
struct Settings {
  std::string errors_of(const std::string& text, std::vector<std::string> arguments, int exit_code) {
    std::ofstream(file) << text;
    arguments.insert(arguments.begin(), {"--config", file});
    Program program(folder, arguments);
    BOOST_TEST(program.wait() == exit_code);
    return program.errors();
  }

  tests::TemporaryFolder folder;
  std::string file = (folder.path() / "clearwell.toml").string();
};

struct Refused {
  const char* text;
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.text;
}

const Refused kRefused[] = {
    {"[serve]\nlissten = \"127.0.0.1:0\"\n",
     "--config: the key \"serve.lissten\" is not known (accepted: listen, web, "},
    {"datadir = \"var\"\n",
     "--config: the key \"datadir\" is not known (accepted: database, data-dir, artifacts, models)"},
    {"version = true\n", "--config: the key \"version\" is not known (accepted: database, "},
    {"[server]\nlisten = \"127.0.0.1:0\"\n", "--config: the section [server] is no command (accepted: import, "},
    {"[token.make]\nrole = \"lab\"\n", "--config: the section [make] is no command (accepted: create, "},
    {"[serve]\nretrain-at = \"25:00\"\n", "clearwell serve: '25:00' is not a time of day; "},
};

BOOST_FIXTURE_TEST_SUITE(settings_file, Settings)

BOOST_DATA_TEST_CASE_F(Settings, what_is_no_setting_is_named, bdata::make(kRefused), refused) {
  const std::string errors = errors_of(refused.text, {"serve"}, 2);
  BOOST_TEST(errors.starts_with(refused.message), errors);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_wrong_usage) {
  Program program(folder, {"--config", folder.path() / "no.toml", "serve"});
  BOOST_TEST(program.wait() == 2);
  BOOST_TEST(program.errors().find("no.toml was not readable") != std::string::npos, program.errors());
}

BOOST_AUTO_TEST_CASE(a_flag_counts_before_the_environment_and_that_before_the_file) {
  const std::string text =
      "data-dir = \"" + (folder.path() / "of_file").string() + "\"\n[serve]\nretrain-at = \"24:01\"\n";
  const auto where = [&](std::vector<std::string> arguments) {
    std::string said = errors_of(text, std::move(arguments), 1);
    for (const char* name : {"of_file", "of_environment", "of_flag"})
      if (said.find(name) != std::string::npos) return std::string(name);
    return said;
  };
  BOOST_TEST(where({"conflicts", "list"}) == "of_file");
  setenv("CLEARWELL_DATA_DIR", "", 1);
  BOOST_TEST(where({"conflicts", "list"}) == "of_file");
  setenv("CLEARWELL_DATA_DIR", (folder.path() / "of_environment").c_str(), 1);
  BOOST_TEST(where({"conflicts", "list"}) == "of_environment");
  BOOST_TEST(where({"--data-dir", folder.path() / "of_flag", "conflicts", "list"}) == "of_flag");
  unsetenv("CLEARWELL_DATA_DIR");
  BOOST_TEST(errors_of(text, {"serve", "--retrain-at", "24:02"}, 2).find("'24:02'") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell
