// What Prometheus reads of `clearwell watch`, from the program as an operator runs it.
#include "tests/http/http_client.hpp"
#include "tests/http/watched_folders.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>

namespace clearwell {
namespace {

namespace fs = std::filesystem;
using tests::Program;

/// A watching program whose metrics are read.
struct ScrapedProgram {
  ScrapedProgram(const tests::TemporaryFolder& log, const std::vector<std::string>& arguments)
      : program(log, arguments),
        port(std::atoi(program.wait_for("event=metrics_served address=http://127.0.0.1:").c_str())) {
    BOOST_REQUIRE_MESSAGE(port > 0, program.errors());
  }

  /// Of a series as it is written, such as `clearwell_watch_files_total{outcome="scored"}`; NaN where it is not told.
  double value(const std::string& series) const {
    std::istringstream text(tests::ask(port, tests::get_request("/metrics")).body);
    for (std::string line; std::getline(text, line);)
      if (line.starts_with(series + " ")) return std::strtod(line.c_str() + series.size(), nullptr);
    return std::numeric_limits<double>::quiet_NaN();
  }
  bool becomes(const std::string& series, double expected) const {
    return tests::WatchedFolders::comes_true([&] { return value(series) == expected; });
  }

  Program program;
  int port;
};

const std::vector<std::string> kScraped = {"--settle", "0.1", "--every", "0.2", "--metrics", "127.0.0.1:0"};

double seconds_since_1970() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// The command line of the unit, with the variables of its environment filled in as systemd does: `${A}` is one word,
/// `$A` as many as it has.
std::vector<std::string> command_of_unit(const std::map<std::string, std::string>& environment) {
  std::ifstream unit(fs::path(CLEARWELL_SOURCE_DIR) / "deploy/systemd/clearwell-watch@.service");
  std::vector<std::string> words;
  for (std::string line; std::getline(unit, line);) {
    if (!line.starts_with("ExecStart=")) continue;
    std::istringstream written(line.substr(line.find(' ')));
    for (std::string word; written >> word;) {
      if (!word.starts_with('$')) {
        words.push_back(word);
      } else if (word.starts_with("${")) {
        words.push_back(environment.at(word.substr(2, word.size() - 3)));
      } else {
        std::istringstream more(environment.at(word.substr(1)));
        for (std::string each; more >> each;)
          words.push_back(each);
      }
    }
  }
  return words;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(watch_metrics, tests::WatchedFolders)

BOOST_AUTO_TEST_CASE(every_series_is_there_before_the_first_file) {
  const ScrapedProgram watch(log, command(in, out, kScraped));
  for (const char* series :
       {"clearwell_watch_files_total{outcome=\"scored\"}", "clearwell_watch_files_total{outcome=\"failed\"}",
        "clearwell_watch_rows_total{outcome=\"scored\"}", "clearwell_watch_rows_total{outcome=\"unanswered\"}",
        "clearwell_watch_retries_total{what=\"file\"}", "clearwell_watch_retries_total{what=\"place\"}",
        "clearwell_watch_file_duration_seconds_count", "clearwell_watch_last_success_timestamp_seconds",
        "clearwell_store_errors_total"})
    BOOST_TEST(watch.value(series) == 0, series);
  BOOST_TEST(watch.becomes("clearwell_watch_waiting_files", 0));
  BOOST_TEST(watch.value("clearwell_watch_info{destination=\"" + fs::canonical(out).string() +
                         "\",model=\"example\",source=\"" + fs::canonical(in).string() + "\"}") == 1);
  BOOST_TEST(watch.value("process_resident_memory_bytes") > 1e6);
  const std::string text = tests::ask(watch.port, tests::get_request("/metrics")).body;
  BOOST_TEST(text.find("\nclearwell_build_info{") != std::string::npos);
  BOOST_TEST(text.find("clearwell_inferences") == std::string::npos);  // the server's own are not told
}

BOOST_AUTO_TEST_CASE(what_becomes_of_files_is_counted_and_the_time_of_the_last_success_told) {
  ScrapedProgram watch(log, command(in, out, kScraped));
  drop("bad.csv", "x0,x1,x2,x3\n1,2,abc,4\n");
  BOOST_TEST(watch.becomes("clearwell_watch_files_total{outcome=\"failed\"}", 1));
  BOOST_TEST(watch.value("clearwell_watch_last_success_timestamp_seconds") == 0);
  const double before = seconds_since_1970();
  drop("a.csv", csv(1) + ",,,\n");
  drop("b.csv", csv(2, 2'500));
  BOOST_TEST(watch.becomes("clearwell_watch_files_total{outcome=\"scored\"}", 2));
  BOOST_TEST(watch.value("clearwell_watch_files_total{outcome=\"failed\"}") == 1);
  BOOST_TEST(watch.value("clearwell_watch_rows_total{outcome=\"scored\"}") == 2'503);
  BOOST_TEST(watch.value("clearwell_watch_rows_total{outcome=\"unanswered\"}") == 1);
  BOOST_TEST(watch.value("clearwell_watch_file_duration_seconds_count") == 3);
  const double took = watch.value("clearwell_watch_file_duration_seconds_sum");
  BOOST_TEST((took > 0 && took < 60), took);
  const double success = watch.value("clearwell_watch_last_success_timestamp_seconds");
  BOOST_TEST((success >= before && success <= seconds_since_1970()), success);
  BOOST_TEST(watch.becomes("clearwell_watch_waiting_files", 0));
  BOOST_TEST(watch.value("clearwell_watch_retries_total{what=\"file\"}") == 0);
  watch.program.send(SIGTERM);
  BOOST_TEST(watch.program.wait() == 0);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_done_now_is_told_of_and_the_files_wait) {
  fs::create_directory(out);
  const ScrapedProgram watch(log, command(in, out, kScraped));
  watch.program.wait_for("event=watching source=");
  fs::remove(out / "output");
  std::ofstream(out / "output").close();  // where no result can be
  drop("a.csv", csv(1));
  drop("b.csv", csv(2));
  BOOST_TEST(comes_true([&] { return watch.value("clearwell_watch_retries_total{what=\"file\"}") >= 3; }));
  BOOST_TEST(watch.value("clearwell_watch_waiting_files") == 2);
  BOOST_TEST(watch.value("clearwell_watch_files_total{outcome=\"failed\"}") == 0);
  BOOST_TEST(watch.value("clearwell_store_errors_total") == 0);
  fs::remove(out / "output");
  fs::create_directory(out / "output");
  BOOST_TEST(watch.becomes("clearwell_watch_waiting_files", 0));
  BOOST_TEST(watch.value("clearwell_watch_files_total{outcome=\"scored\"}") == 2);
  fs::rename(in, folder.path() / "away");
  BOOST_TEST(comes_true([&] { return watch.value("clearwell_watch_retries_total{what=\"place\"}") >= 2; }));
}

BOOST_AUTO_TEST_CASE(errors_of_the_database_are_counted_as_such_and_metrics_go_on) {
  const auto rename = [&](const char* from, const char* to) {
    store::Transaction transaction = database->begin();
    transaction.run(std::string("ALTER TABLE water.") + from + " RENAME TO " + to);
    transaction.commit();
  };
  const ScrapedProgram watch(log, command(in, out, kScraped));
  rename("watched_files", "mislaid");
  drop("a.csv", csv(1));
  const bool is_counted = comes_true([&] { return watch.value("clearwell_store_errors_total") >= 1; });
  rename("mislaid", "watched_files");
  BOOST_TEST(is_counted);
  BOOST_TEST(watch.value("clearwell_watch_retries_total{what=\"file\"}") >= 1);
  BOOST_TEST(watch.becomes("clearwell_watch_files_total{outcome=\"scored\"}", 1));
}

BOOST_AUTO_TEST_CASE(whoever_asks_through_a_proxy_brings_a_token_of_a_regulator) {
  const tests::TemporaryFolder other;
  Program create(other, {"--database", database->url(), "--data-dir", database.options().data_dir, "token", "create",
                         "--role", "regulator", "--name", "prometheus"});
  BOOST_REQUIRE(create.wait() == 0);
  const std::string token = create.output().substr(0, create.output().find('\n'));
  const ScrapedProgram watch(log, command(in, out, kScraped));
  const auto status = [&](const std::string& path, const std::string& headers = "") {
    return tests::ask(watch.port, tests::get_request(path, headers)).status;
  };
  const std::string proxied = "X-Forwarded-For: 192.0.2.1\r\n";
  BOOST_TEST(status("/metrics", proxied) == 401);
  BOOST_TEST(status("/metrics", proxied + "Authorization: Bearer " + token + "\r\n") == 200);
  BOOST_TEST(status("/healthz", proxied) == 200);
  BOOST_TEST(status("/v1/plants") == 404);
}

BOOST_AUTO_TEST_CASE(the_address_may_stand_in_the_settings_and_one_that_is_taken_is_told_of) {
  const fs::path settings = folder.path() / "clearwell.toml";
  std::ofstream(settings) << "[watch]\nmetrics = \"127.0.0.1:0\"\nsettle = 0.1\nevery = 0.2\n";
  std::vector<std::string> arguments = command(in, out);
  arguments.insert(arguments.begin(), {"--config", settings});
  const ScrapedProgram watch(log, arguments);
  drop("a.csv", csv(1));
  BOOST_TEST(watch.becomes("clearwell_watch_files_total{outcome=\"scored\"}", 1));

  const tests::TemporaryFolder other;
  const std::string address = "127.0.0.1:" + std::to_string(watch.port);
  Program second(other, command(in, out, {"--metrics", address}));
  BOOST_TEST(second.wait() == 1);
  BOOST_TEST(second.errors().find("clearwell: cannot listen on " + address + ": Address already in use") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_command_line_of_the_unit_watches_and_files_that_wait_are_fewer_with_each_that_ends) {
  drop("a.csv", csv(1));
  drop("b.csv", csv(2));
  // One look, and none after it that would count anew.
  std::vector<std::string> arguments = command_of_unit({{"WATCH_METRICS", "127.0.0.1:0"},
                                                        {"WATCH_OPTIONS", "--model example --settle 0 --every 3600"},
                                                        {"WATCH_IN", in},
                                                        {"WATCH_OUT", out}});
  arguments.insert(arguments.begin(), {"--database", database->url(), "--data-dir", database.options().data_dir});
  const ScrapedProgram watch(log, arguments);
  BOOST_TEST(watch.becomes("clearwell_watch_files_total{outcome=\"scored\"}", 2));
  BOOST_TEST(watch.becomes("clearwell_watch_waiting_files", 0));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace clearwell
