// The real potability file, from the CSV to the page.
#include "server/commands/command.hpp"
#include "tests/command_line.hpp"
#include "tests/emptied_database.hpp"
#include "tests/shared_data.hpp"
#include "tests/temporary_folder.hpp"

#include <CLI/CLI.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

using namespace clearwell;

namespace {

struct CommandLine {
  CommandLine() {
    options.data_dir = database.options().data_dir;
    options.models_dir = std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models";
  }

  int run(std::vector<std::string> arguments) {
    tests::CommandAnswer answer =
        tests::run_command(options, {commands::add_import, commands::add_report}, std::move(arguments));
    complaint = std::move(answer.err);
    return answer.exit_code;
  }
  std::string page(const std::string& language) {
    const std::filesystem::path path = folder.path() / "report.html";
    BOOST_REQUIRE(run({"report", "water_potability", "-o", path.string(), "--language", language}) == 0);
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  tests::TemporaryFolder folder;
  base::Options options;
  std::string complaint;
};

/// The cells of the first row with that heading after a place in the page.
std::string row_after(const std::string& page, const std::string& place, const std::string& heading) {
  const std::size_t from = page.find("<th scope=\"row\">" + heading + "</th>", page.find(place));
  return from == std::string::npos ? "" : page.substr(from, page.find("</tr>", from) - from);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(report_command, CommandLine)

BOOST_AUTO_TEST_CASE(the_potability_file_is_told_with_its_known_figures,
                     *boost::unit_test::precondition(tests::SharedData({"water-potability/water_potability.csv"}))) {
  const auto path = tests::shared_data("water-potability/water_potability.csv");
  BOOST_REQUIRE(run({"import", path.string(), "--model", "water_potability"}) == 0);
  const std::string english = page("en");
  const auto has = [&](const std::string& text) { return english.find(text) != std::string::npos; };
  BOOST_TEST(has("<strong>3276</strong>rows with a label"));
  BOOST_TEST(has("<strong>39.0 %</strong>of the rows are “potable”"));
  for (const auto& [feature, missing] :
       {std::pair("pH", "491"), std::pair("Sulfate", "781"), std::pair("Trihalomethanes", "162")})
    BOOST_TEST(row_after(english, "<h2>Missing values</h2>", feature).find("<td>" + std::string(missing) + "</td>") !=
                   std::string::npos,
               feature);
  BOOST_TEST(row_after(english, "<h2>Missing values</h2>", "pH").find("<td>0.144</td>") != std::string::npos);
  BOOST_TEST(has("cannot both be true in 3275 of 3276 rows: their quotient is 50.3 in the middle row"));
  BOOST_TEST(has("Who always says “not potable” is right in 61.0 % of the rows"));
  BOOST_TEST(has("Dissolved solids and Sulfate: Pearson -0.17, Spearman -0.15."));
  BOOST_TEST(has("CC0-1.0"));
  BOOST_TEST(has("What a model learns from such a label must never decide whether water is safe to drink."));
  // limits.md of the data's research: chloramines above 4 mg/L in 97.2 and 97.3 % of the classes.
  const std::string chloramines = row_after(english, "<h2>The label and the law</h2>", "Chloramines");
  BOOST_TEST(chloramines.find(">97.2 %<") != std::string::npos);
  BOOST_TEST(chloramines.find(">97.3 %<") != std::string::npos);
  for (const char* request : {"<script", "<link", "<img", "url(", "src=", "http://", "https://"})
    BOOST_TEST(!has(request), request);

  const std::string spanish = page("es");
  BOOST_TEST(spanish.find("<strong>39,0 %</strong>de las filas son «potable»") != std::string::npos);
  BOOST_TEST(row_after(spanish, "<h2>Valores ausentes</h2>", "Sulfato").find("<td>781</td>") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_reported_says_why) {
  const std::string out = (folder.path() / "report.html").string();
  BOOST_TEST(run({"report", "water_potability", "-o", out}) == 1);
  BOOST_TEST(
      complaint ==
      "clearwell report: there are no labelled samples of water_potability to train on; clearwell import FILE --model "
      "water_potability reads them from a file\n");
  BOOST_TEST(!std::filesystem::exists(out));
  BOOST_TEST(run({"report", "nothing_like_it", "-o", out}) == 1);
  BOOST_CHECK_THROW(run({"report", "water_potability", "-o", out, "--language", "fr"}), CLI::ValidationError);
  BOOST_CHECK_THROW(run({"report", "water_potability"}), CLI::RequiredError);
}

BOOST_AUTO_TEST_SUITE_END()
