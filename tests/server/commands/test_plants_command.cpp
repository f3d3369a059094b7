#include "server/commands/command.hpp"
#include "server/store/water_store.hpp"
#include "tests/command_line.hpp"
#include "tests/emptied_database.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>

namespace {

using namespace clearwell;
using nlohmann::json;
using tests::CommandAnswer;

struct CommandLine {
  CommandLine() { options.data_dir = database.options().data_dir; }

  CommandAnswer run(std::vector<std::string> arguments) const {
    return tests::run_command(options, {commands::add_plants}, std::move(arguments));
  }

  std::string write(const std::string& text) const {
    std::string path = (folder.path() / "plants.json").string();
    std::ofstream(path) << text;
    return path;
  }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  tests::TemporaryFolder folder;
  base::Options options;
};

BOOST_FIXTURE_TEST_SUITE(plants_command, CommandLine)

BOOST_AUTO_TEST_CASE(an_added_plant_is_listed_as_the_api_lists_it) {
  const CommandAnswer added =
      run({"plants", "add", "north", "--name", "North works", "--jurisdiction", "AR", "--latitude", "-35.6",
           "--longitude", "-59.8", "--time-zone", "America/Argentina/Buenos_Aires", "--population-served", "32000"});
  BOOST_TEST(added.exit_code == commands::kOk);
  BOOST_TEST(added.out == "stored the plant north; clearwell import FILE --plant north reads its samples\n");
  BOOST_TEST(
      run({"plants", "list", "--json"}).out ==
      R"([{"id":"north","name":"North works","place":"","operator":"","latitude":-35.6,"longitude":-59.8,)"
      R"("time_zone":"America/Argentina/Buenos_Aires","jurisdiction":"AR","population_served":32000,"simulated":false,)"
      R"("last_sample_at":null}])"
      "\n");
  BOOST_TEST(run({"plants", "list"}).out ==
             "id                        jurisdiction  simulated  newest sample         name\n"
             "north                     AR            -          -                     North works\n");
}

BOOST_AUTO_TEST_CASE(a_plant_is_replaced_only_on_demand) {
  BOOST_REQUIRE(run({"plants", "add", "north", "--name", "North", "--jurisdiction", "AR"}).exit_code == commands::kOk);
  const CommandAnswer again = run({"plants", "add", "north", "--name", "Other", "--jurisdiction", "EU"});
  BOOST_TEST(again.exit_code == commands::kFailed);
  BOOST_TEST(again.err ==
             "clearwell plants add: id: there is a plant \"north\" already; --replace brings its description up to "
             "date\n");
  BOOST_TEST(store::WaterStore(*database).find_plant("north")->name == "North");
  BOOST_TEST(run({"plants", "add", "north", "--name", "Other", "--jurisdiction", "EU", "--replace"}).exit_code ==
             commands::kOk);
  BOOST_TEST(store::WaterStore(*database).find_plant("north")->name == "Other");
}

BOOST_AUTO_TEST_CASE(wrong_words_are_wrong_usage_and_store_nothing) {
  const CommandAnswer answer = run({"plants", "add", "north", "--name", "North", "--jurisdiction", "Mars"});
  BOOST_TEST(answer.exit_code == commands::kUsage);
  BOOST_TEST(answer.err ==
             "clearwell plants add: jurisdiction: \"Mars\" is no jurisdiction whose limits are known (accepted: AR, "
             "EU, US, WHO)\n");
  const CommandAnswer zone =
      run({"plants", "add", "north", "--name", "N", "--jurisdiction", "EU", "--time-zone", "Mars"});
  BOOST_TEST(zone.exit_code == commands::kFailed);
  BOOST_TEST(zone.err ==
             "clearwell plants add: time_zone: \"Mars\" of the plant \"north\" is no time zone (accepted: names as in "
             "America/Argentina/Buenos_Aires)\n");
  BOOST_TEST(store::WaterStore(*database).plants().empty());
}

BOOST_AUTO_TEST_CASE(a_file_is_stored_whole_or_not_at_all) {
  const std::string path =
      write(R"([{"id":"a","name":"A","jurisdiction":"EU"},{"id":"b","name":"B","jurisdiction":"EU"}])");
  BOOST_TEST(run({"plants", "import", path}).out == "stored 2 plants\n");
  write(R"([{"id":"c","name":"C","jurisdiction":"EU"},{"id":"b","name":"B","jurisdiction":"EU"}])");
  const CommandAnswer half = run({"plants", "import", path});
  BOOST_TEST(half.exit_code == commands::kFailed);
  BOOST_TEST(half.err == "clearwell plants import: " + path +
                             ": id: there is a plant \"b\" already; --replace brings its description up to date\n");
  BOOST_TEST(store::WaterStore(*database).plants().size() == 2U);
  BOOST_TEST(run({"plants", "import", path, "--replace"}).exit_code == commands::kOk);
  BOOST_TEST(store::WaterStore(*database).plants().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_refused_is_named_with_the_place) {
  const std::string path = write(R"([{"id":"a","name":"A","jurisdiction":"EU","colour":"blue"}])");
  const CommandAnswer answer = run({"plants", "import", path});
  BOOST_TEST(answer.exit_code == commands::kFailed);
  BOOST_TEST(
      answer.err.starts_with("clearwell plants import: " + path + ": [0].colour: the key \"colour\" is not known "));
  BOOST_TEST(run({"plants", "import", "/nowhere/plants.json"}).exit_code == commands::kFailed);
}

BOOST_AUTO_TEST_CASE(no_plant_is_said_with_the_way_on) {
  BOOST_TEST(run({"plants", "list"}).out ==
             "no plant is stored in " + options.data_dir.string() +
                 ": clearwell plants add ID --name NAME --jurisdiction CODE makes one; clearwell simulate gives "
                 "demonstration plants\n");
  BOOST_TEST(run({"plants", "list", "--json"}).out == "[]\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
