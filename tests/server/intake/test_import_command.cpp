#include "server/commands/command.hpp"
#include "tests/command_line.hpp"
#include "tests/temporary_database.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace clearwell;
using nlohmann::json;
using tests::CommandAnswer;

/// The program's own command line, with a database of the test program's own.
struct CommandLine {
  CommandLine() {
    options.data_dir = database().options().data_dir;
    options.models_dir = std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models";
    store::Transaction transaction = database()->begin();
    transaction.run_script("TRUNCATE water.plants, water.sampling_points, water.samples, water.sample_results CASCADE");
    transaction.commit();
  }

  static const tests::TemporaryDatabase& database() {
    static const tests::TemporaryDatabase database_of_program;
    return database_of_program;
  }

  CommandAnswer run(std::vector<std::string> arguments) const {
    return tests::run_command(options, {commands::add_import, commands::add_simulate}, std::move(arguments));
  }

  std::string write(const std::string& name, const std::string& text) {
    std::string path = (folder.path() / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  base::Options options;
  tests::TemporaryFolder folder;
};

const std::string kHeader =
    "ph,Hardness,Solids,Chloramines,Sulfate,Conductivity,Organic_carbon,Trihalomethanes,Turbidity,Potability\n";
const std::string kGood = "7,200,20000,7,,420,14,66,3.9,1\n";
const std::string kBad = "7,200,20000,7,333,420,14,66,cloudy,0\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(import_command, CommandLine)

BOOST_AUTO_TEST_CASE(json_has_the_fields_of_the_contract) {
  const std::string path = write("a.csv", kHeader + kGood + kBad + kGood);
  const CommandAnswer answer = run({"import", path, "--json"});
  BOOST_TEST(answer.exit_code == 0);
  BOOST_TEST(
      (json::parse(answer.out) ==
       json{{"file", path},
            {"format", "csv"},
            {"model", "water_potability"},
            {"dry_run", false},
            {"rows", 3},
            {"accepted", 1},
            {"rejected", 1},
            {"duplicates", 1},
            {"errors", {{{"line", 3}, {"column", "Turbidity"}, {"value", "cloudy"}, {"reason", "is not a number"}}}},
            {"errors_omitted", 0},
            {"ignored_columns", json::array()}}));
  BOOST_TEST(answer.err == path + ": line 3: Turbidity 'cloudy' is not a number\n");
}

BOOST_AUTO_TEST_CASE(people_get_one_line_a_file) {
  const std::string path = write("a.csv", kHeader + kGood);
  BOOST_TEST(run({"import", path, "--dry-run"}).out ==
             path +
                 ": rows 1, accepted 1, rejected 0, duplicates 0 (model water_potability); dry run, nothing stored\n");
  BOOST_TEST(run({"import", path}).out ==
             path + ": rows 1, accepted 1, rejected 0, duplicates 0 (model water_potability)\n");
}

BOOST_AUTO_TEST_CASE(one_refused_file_fails_the_command_and_leaves_the_others_be) {
  const std::string good = write("good.csv", kHeader + kGood);
  const CommandAnswer answer = run({"import", "missing.csv", good, "--json"});
  BOOST_TEST(answer.exit_code == 1);
  const json results = json::parse(answer.out);
  BOOST_TEST_REQUIRE(results.size() == 2U);
  BOOST_TEST(results[0]["error"]["message"] == "cannot be opened: No such file or directory");
  BOOST_TEST(results[0]["rows"] == 0);
  BOOST_TEST(results[1]["accepted"] == 1);
  BOOST_TEST(answer.err == "missing.csv: refused: cannot be opened: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(a_pipe_is_read_once) {
  const std::string pipe = (folder.path() / "pipe").string();
  BOOST_REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  std::jthread writing([&] { std::ofstream(pipe) << kHeader << kGood; });
  const CommandAnswer answer = run({"import", pipe});
  BOOST_TEST(answer.out == pipe + ": rows 1, accepted 1, rejected 0, duplicates 0 (model water_potability)\n");
  BOOST_TEST(answer.exit_code == 0);
}

BOOST_AUTO_TEST_CASE(a_directory_is_no_file) {
  const CommandAnswer answer = run({"import", folder.path().string()});
  BOOST_TEST(answer.exit_code == 1);
  BOOST_TEST(answer.err == folder.path().string() + ": refused: is a directory, accepted: a file\n");
}

BOOST_AUTO_TEST_CASE(a_file_of_which_no_row_is_good_fails) {
  const std::string path = write("bad.csv", kHeader + kBad);
  const CommandAnswer answer = run({"import", path});
  BOOST_TEST(answer.exit_code == 1);
  BOOST_TEST(answer.err == path + ": line 2: Turbidity 'cloudy' is not a number\n" + path +
                               ": every row was rejected, nothing stored\n");
}

BOOST_AUTO_TEST_CASE(twenty_rejected_rows_are_shown_and_the_rest_counted) {
  std::string text = kHeader + kGood;
  for (int i = 0; i < 25; ++i)
    text += kBad;
  const std::string path = write("many.csv", text);
  const CommandAnswer answer = run({"import", path});
  BOOST_TEST(answer.exit_code == 0);
  BOOST_TEST(std::count(answer.err.begin(), answer.err.end(), '\n') == 21);
  BOOST_TEST(answer.err.ends_with(path + ": and 5 more rejected rows\n"));
}

BOOST_AUTO_TEST_CASE(stated_labels_and_ignored_columns) {
  const std::string path = write(
      "yes.csv",
      "Site;ph;Hardness;Solids;Chloramines;Sulfate;Conductivity;Organic_carbon;Trihalomethanes;Turbidity;Potability\n"
      "A;7,5;200;20000;7;;420;14;66;3,9;Yes\n");
  const CommandAnswer refused = run({"import", "--positive", "yes", "--negative", "no", path});
  BOOST_TEST(refused.exit_code == 1);
  BOOST_TEST(
      refused.err.find("the column 'Site' is not known to the spec water_potability (accepted: ph, hardness, ") !=
      std::string::npos);
  BOOST_TEST(refused.err.find("--ignore-unknown reads the file without it") != std::string::npos);

  const CommandAnswer answer =
      run({"import", "--ignore-unknown", "--positive", "yes", "--negative", "no", path, "--json"});
  BOOST_TEST(answer.exit_code == 0);
  BOOST_TEST(json::parse(answer.out)["accepted"] == 1);
  BOOST_TEST((json::parse(answer.out)["ignored_columns"] == json{"Site"}));
  BOOST_TEST(answer.err == path + ": ignored columns: 'Site'\n");
}

const std::string kStations =
    "MonitoringLocationIdentifier,MonitoringLocationName,MonitoringLocationTypeName,LatitudeMeasure,LongitudeMeasure\n"
    "A-1,North,Stream,38.5,-84.1\n";
const std::string kMapping =
    R"({"format_version": 1, "name": "lab", "title": "t", "content": "samples", "decimal_mark": ",", "sample_key": ["id"],
        "columns": [{"column": "As", "parameter": "arsenic", "unit": "ug/L", "unit_remark": "the header has none"}]})";

BOOST_AUTO_TEST_CASE(a_file_is_known_by_its_content) {
  const std::string path = write("stations.txt", kStations);
  BOOST_TEST(run({"import", path}).out ==
             path + ": rows 1, accepted 1, rejected 0, duplicates 0 (format wqx_stations)\n");
  const CommandAnswer again = run({"import", path, "--format", "wqx_stations", "--json"});
  BOOST_TEST(json::parse(again.out)["duplicates"] == 1);
  BOOST_TEST(json::parse(again.out)["format"] == "wqx_stations");
}

BOOST_AUTO_TEST_CASE(a_dry_run_says_what_was_understood_and_stores_nothing) {
  const std::string mapping = write("mapping.json", kMapping);
  const std::string path = write("lab.csv", "id;As;other\n1;<10;x\n2;12,5;x\n2;13;x\n");
  const CommandAnswer answer = run({"import", path, "--mapping", mapping, "--dry-run"});
  BOOST_TEST(answer.exit_code == 0);
  BOOST_TEST(answer.out == path +
                               ": rows 3, accepted 2, rejected 1, duplicates 0 (format lab); dry run, nothing stored\n"
                               "  As [ug/L]: 3 results, 1 not detected, as arsenic in mg/L; the header has none\n");
  BOOST_TEST(
      answer.err ==
      path + ": line 4: 2, As '13' contradicts '12,5', stored from lab.csv; kept beside it until somebody decides\n" +
          path + ": ignored columns: 'other'\n");
  const json stored = json::parse(run({"import", path, "--mapping", mapping, "--json"}).out);
  BOOST_TEST(stored["accepted"] == 2);
  BOOST_TEST(stored["conflicts"] == 1);
  BOOST_TEST((stored["understood"] == json{{{"name", "As"},
                                            {"unit", "ug/L"},
                                            {"parameter", "arsenic"},
                                            {"converted_to", "mg/L"},
                                            {"results", 3},
                                            {"non_detects", 1},
                                            {"remark", "the header has none"}}}));
}

BOOST_AUTO_TEST_CASE(a_mapping_that_is_wrong_is_named) {
  const std::string path = write("lab.csv", "id;As\n1;<10\n");
  const std::string wrong =
      write("wrong.json", R"({"format_version": 1, "name": "lab", "title": "t", "content": "x"})");
  BOOST_TEST(run({"import", path, "--mapping", wrong}).err ==
             path + ": refused: mapping '" + wrong +
                 "': content: \"x\" is not known (accepted: samples, readings, sampling_points)\n");
  BOOST_TEST(run({"import", path, "--mapping", "missing.json"}).err ==
             path + ": refused: mapping 'missing.json': cannot be read\n");
  BOOST_TEST(run({"import", path, "--format", "toronto_lead"}).err ==
             path +
                 ": refused: the file has no column 'Lead.Amount..ppm.' or 'Lead Amount (ppm)', which the mapping "
                 "toronto_lead needs\n");
  BOOST_TEST(run({"import", write("beer.xml", "<beer/>")})
                 .err.ends_with(": refused: the file is XML with the root <beer>, which no mapping knows\n"));
}

BOOST_AUTO_TEST_CASE(a_row_that_is_no_utf_8_is_rejected_by_its_byte) {
  const CommandAnswer answer =
      run({"import", write("latin.csv", kHeader + "7,200,20000,7,333,420,14,66,\xE9,0\n"), "--json"});
  BOOST_TEST(json::parse(answer.out)["errors"][0]["reason"] ==
             "the row is not UTF-8 text: byte 0xe9 in cell 9; a file of Windows or Latin-1 becomes it by iconv -f "
             "WINDOWS-1252 -t UTF-8");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(simulate_command, CommandLine)

BOOST_AUTO_TEST_CASE(a_second_run_says_that_nothing_is_new) {
  const std::vector<std::string> arguments = {"simulate", "--plants", "1", "--days", "14", "--until", "2026-03-12"};
  const CommandAnswer first = run(arguments);
  BOOST_TEST(first.exit_code == 0);
  BOOST_TEST(first.out.starts_with("simulated plants 1, new laboratory samples 1, new readings "));
  const CommandAnswer second = run(arguments);
  BOOST_TEST(second.exit_code == 0);
  BOOST_TEST(second.out == "nothing new: the simulated plants of that time are already stored\n");
}

BOOST_AUTO_TEST_CASE(a_wrong_date_is_named) {
  const CommandAnswer answer = run({"simulate", "--until", "12/03/2026"});
  BOOST_TEST(answer.exit_code == 1);
  BOOST_TEST(answer.err == "clearwell simulate: --until is '12/03/2026', accepted: a date such as 2026-03-12\n");
}

BOOST_AUTO_TEST_SUITE_END()
