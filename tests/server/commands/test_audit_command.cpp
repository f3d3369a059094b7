// What commands decide is in the audit trail, and `clearwell audit` shows and checks it.
#include "server/commands/command.hpp"
#include "server/commands/operator_name.hpp"
#include "tests/command_line.hpp"
#include "tests/emptied_database.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace {

using namespace clearwell;
using nlohmann::json;
using tests::CommandAnswer;

struct CommandLine {
  CommandLine() {
    options.data_dir = database.options().data_dir;
    options.models_dir = std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models";
    run_script(
        "DELETE FROM ops.audit_entries; "
        "UPDATE ops.audit_head SET entry_id = 0, sha256 = decode(repeat('00', 32), 'hex')");
  }
  CommandAnswer run(std::vector<std::string> arguments) const {
    return tests::run_command(options,
                              {commands::add_audit, commands::add_conflicts, commands::add_plants, commands::add_token,
                               commands::add_import, commands::add_simulate},
                              std::move(arguments));
  }
  /// As a superuser who has switched the triggers off.
  void run_script(const std::string& sql) const {
    store::Transaction transaction = database->begin();
    transaction.run_script("SET LOCAL session_replication_role = replica; " + sql);
    transaction.commit();
  }
  json newest() const { return json::parse(run({"audit", "list", "--limit", "1", "--json"}).out).at(0); }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  tests::TemporaryFolder folder;
  base::Options options;
};

BOOST_FIXTURE_TEST_SUITE(audit_command, CommandLine)

BOOST_AUTO_TEST_CASE(every_command_that_decides_leaves_an_entry) {
  run({"plants", "add", "north", "--name", "North", "--jurisdiction", "EU"});
  BOOST_TEST(newest()["action"] == "plant.added");
  BOOST_TEST(newest()["object"] == "plant/north");
  BOOST_TEST(newest()["role"] == "operator");
  BOOST_TEST(newest()["subject"] == commands::operator_name("plants add"));
  run({"plants", "add", "north", "--name", "N", "--jurisdiction", "EU", "--replace"});
  BOOST_TEST(newest()["action"] == "plant.replaced");

  const std::string token = run({"token", "create", "--role", "lab", "--name", "Mara", "--expires", "2099-01-01"}).out;
  BOOST_TEST(newest()["action"] == "token.created");
  BOOST_TEST(newest().dump().find(token.substr(3, 40)) == std::string::npos);
  run({"token", "revoke", newest()["object"].get<std::string>().substr(6)});
  BOOST_TEST(newest()["action"] == "token.revoked");

  const CommandAnswer unbound = run({"token", "create", "--role", "plant", "--name", "gauge"});
  BOOST_TEST(unbound.exit_code == 2);
  BOOST_TEST(unbound.err ==
             "clearwell token create: plant: a token of role plant speaks for one plant and none is named; "
             "accepted: the id of a plant\n");
  BOOST_TEST(newest()["action"] == "token.revoked");

  const std::string file = (folder.path() / "rows.csv").string();
  std::ofstream(file) << "ph,Hardness,Solids,Chloramines,Sulfate,Conductivity,Organic_carbon,Trihalomethanes,Turbidity,"
                         "Potability\n7,200,20000,7,,420,14,66,3.9,1\n";
  run({"import", file, "--dry-run"});
  BOOST_TEST(newest()["action"] == "token.revoked");
  run({"import", file});
  BOOST_TEST(newest()["action"] == "file.imported");
  BOOST_TEST(newest()["object"] == "file/rows.csv");
  BOOST_TEST(newest()["details"]["accepted"] == 1);
  const json imported = newest();
  run({"import", file});
  BOOST_TEST(newest() == imported);  // it changed nothing

  run({"simulate", "--plants", "1", "--days", "8"});
  BOOST_TEST(newest()["action"] == "plants.simulated");
  BOOST_TEST(newest()["details"]["plants"] == 1);
}

BOOST_AUTO_TEST_CASE(verify_says_whether_the_trail_is_intact) {
  run({"plants", "add", "north", "--name", "North", "--jurisdiction", "EU"});
  run({"plants", "add", "south", "--name", "South", "--jurisdiction", "EU"});
  const std::string sha256 = newest()["sha256"];
  const CommandAnswer intact = run({"audit", "verify"});
  BOOST_TEST(intact.exit_code == commands::kOk);
  BOOST_TEST(intact.out == "intact: 2 entries; the last is 2:" + sha256 + "\n");
  BOOST_TEST(run({"audit", "verify", "--anchor", "2:" + sha256}).exit_code == commands::kOk);
  BOOST_TEST(run({"audit", "verify", "--anchor", "3:" + sha256}).out == "broken: entry 3 is missing\n");
  BOOST_TEST(run({"audit", "verify", "--anchor", "two"}).exit_code == commands::kUsage);

  run_script("UPDATE ops.audit_entries SET subject = 'nobody' WHERE entry_id = 2");
  const CommandAnswer broken = run({"audit", "verify", "--json"});
  BOOST_TEST(broken.exit_code == commands::kFailed);
  const json answer = json::parse(broken.out);
  BOOST_TEST(answer["intact"] == false);
  BOOST_TEST(answer["broken"]["entry_id"] == 2);
  BOOST_TEST(answer["broken"]["fault"] == "changed");
}

BOOST_AUTO_TEST_CASE(a_decision_about_a_conflict_needs_to_be_one) {
  const CommandAnswer wrong = run({"conflicts", "decide", "1", "maybe", "--reason", "r"});
  BOOST_TEST(wrong.exit_code == commands::kUsage);
  BOOST_TEST(wrong.err == "clearwell conflicts decide: decision: \"maybe\" is none; accepted: kept, new, both\n");
  const CommandAnswer unknown = run({"conflicts", "decide", "1", "kept", "--reason", "r"});
  BOOST_TEST(unknown.exit_code == commands::kFailed);
  BOOST_TEST(unknown.err == "clearwell conflicts decide: there is no conflict 1\n");
  BOOST_TEST(run({"conflicts", "list", "--json"}).out == "[]\n");
}

BOOST_AUTO_TEST_CASE(readings_in_conflict_are_shown_and_decided) {
  run_script(
      "INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'EU');"
      "INSERT INTO water.sensors VALUES ('n-1', 'north', 'turbidity', 'NTU');"
      "INSERT INTO water.readings (sensor_id, read_at, value) VALUES ('n-1', '2026-03-01T08:00Z', 0.4);"
      "INSERT INTO water.reading_conflicts (sensor_id, read_at, value, quality, source, source_line) VALUES "
      "('n-1', '2026-03-01T08:00Z', 4.4, 'good', 'log.csv', 7)");
  const std::string id = json::parse(run({"conflicts", "list", "--readings", "--json"}).out)[0]["id"].dump();
  BOOST_TEST(run({"conflicts", "list", "--readings"}).out ==
             id + "  sensor n-1 at 2026-03-01T08:00:00.000000Z, turbidity: stored 0.4 NTU (good), came 4.4 NTU (good) "
                  "(log.csv, line 7)\n");
  BOOST_TEST(run({"conflicts", "decide", id, "kept", "--readings", "--reason", "a slip"}).exit_code == 0);
  BOOST_TEST(newest()["action"] == "reading_conflict.decided");
  BOOST_TEST(run({"conflicts", "list", "--readings"}).out.empty());
  BOOST_TEST(run({"conflicts", "list", "--readings"}).err == "no conflict\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
