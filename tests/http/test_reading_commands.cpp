#include "tests/http/program.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <ostream>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell;

struct Reading {
  std::vector<std::string> arguments;
  int code;
  std::string out;
  std::string errors;
};
std::ostream& operator<<(std::ostream& out, const Reading& reading) {
  for (const std::string& argument : reading.arguments)
    out << argument << ' ';
  return out;
}

const std::string kNoModel =
    "no model is registered in DATA: clearwell import FILE --model NAME, then clearwell train --model NAME make the "
    "first; clearwell simulate gives demonstration samples\n";
const std::string kNoPlant =
    "no plant is stored in DATA: clearwell plants add ID --name NAME --jurisdiction CODE makes one; clearwell simulate "
    "gives demonstration plants\n";
const std::string kNoToken = "no token was made in DATA: clearwell token create --role ROLE --name WHO makes one\n";

const Reading kReadings[] = {
    {{"models"}, 0, kNoModel, ""},
    {{"models", "--json"}, 0, "[]\n", ""},
    {{"models", "--card", "a"}, 1, "", "clearwell models: " + kNoModel},
    {{"promotions", "a"}, 1, "", "clearwell promotions: " + kNoModel},
    {{"promote", "a", "2"}, 1, "", "clearwell promote: " + kNoModel},
    {{"rollback", "a"}, 1, "", "clearwell rollback: " + kNoModel},
    {{"export", "a", "a.onnx"}, 1, "", "clearwell export: " + kNoModel},
    {{"predict", "--model", "a", "IN", "-o", "out.csv"}, 1, "", "clearwell predict: " + kNoModel},
    {{"report", "water_potability", "-o", "report.html"},
     1,
     "",
     "clearwell report: no sample is stored in DATA: clearwell import FILE --model NAME reads them from a file\n"},
    {{"plants", "list"}, 0, kNoPlant, ""},
    {{"plants", "list", "--json"}, 0, "[]\n", ""},
    {{"token", "list"}, 0, kNoToken, ""},
    {{"token", "list", "--json"}, 0, "[]\n", ""},
    {{"token", "revoke", "1"}, 1, "", "clearwell token revoke: " + kNoToken},
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

BOOST_AUTO_TEST_SUITE(reading_commands)

BOOST_DATA_TEST_CASE(where_nothing_is_stored_they_say_so_and_make_nothing, bdata::make(kReadings), reading) {
  const tests::TemporaryFolder folder;
  const std::filesystem::path data = folder.path() / "data";
  std::ofstream(folder.path() / "in.csv") << "x0\n1\n";
  std::vector<std::string> arguments = {"--data-dir", data};
  for (const std::string& argument : reading.arguments)
    arguments.push_back(argument == "IN" ? (folder.path() / "in.csv").string() : argument);
  tests::Program program(folder, arguments);
  BOOST_TEST(program.wait() == reading.code);
  BOOST_TEST(program.output() == replaced(reading.out, "DATA", data));
  BOOST_TEST(program.errors() == replaced(reading.errors, "DATA", data));
  BOOST_TEST(!std::filesystem::exists(data));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
