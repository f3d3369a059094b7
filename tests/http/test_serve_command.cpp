#include "server/scheduler/jobs.hpp"
#include "tests/http/http_client.hpp"
#include "tests/http/program.hpp"
#include "tests/server/scheduler/trained_models.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <fstream>
#include <thread>

namespace clearwell {
namespace {

using tests::ask;
using tests::get_request;
using tests::Program;

int port_of(const Program& program) {
  const std::string address = program.wait_for("event=ready address=http://127.0.0.1:");
  BOOST_REQUIRE_MESSAGE(!address.empty(), program.errors());
  return std::stoi(address);
}

BOOST_AUTO_TEST_SUITE(serve_command)

BOOST_AUTO_TEST_CASE(it_answers_serves_the_page_and_stops_on_a_signal) {
  const tests::TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "web");
  std::ofstream(folder.path() / "web/index.html") << "<!doctype html>";
  for (const int signal : {SIGTERM, SIGINT}) {
    Program program(folder, {"--data-dir", folder.path() / "var", "serve", "--listen", "127.0.0.1:0", "--web",
                             folder.path() / "web"});
    const int port = port_of(program);
    BOOST_TEST(ask(port, get_request("/readyz")).body == R"({"status":"ready"})");
    BOOST_TEST(ask(port, get_request("/")).body == "<!doctype html>");
    BOOST_TEST(ask(port, get_request("/v1/models")).body == R"({"models":[]})");
    tests::HttpConnection idle(port);
    const auto begin = std::chrono::steady_clock::now();
    program.send(signal);
    BOOST_TEST(program.wait() == 0);
    BOOST_TEST((std::chrono::steady_clock::now() - begin < std::chrono::seconds(8)));
    BOOST_TEST(program.output().empty());
  }
}

// A statement that reads all samples may take minutes. The lock stands for one: it is held until the program has ended.
BOOST_FIXTURE_TEST_CASE(a_stop_does_not_wait_for_a_long_statement_and_the_job_comes_back, tests::TrainedModels) {
  add_samples(0, 200);
  store::Transaction locked = database->begin();
  locked.run("LOCK TABLE water.sample_results IN ACCESS EXCLUSIVE MODE");
  scheduler::Jobs(*database, base::system_clock()).enqueue(scheduler::JobKind::kTrain, "example", "{}", "this test");
  Program program(folder, {"--database", database->url(), "--data-dir", database.options().data_dir, "--models",
                           folder.path(), "serve", "--listen", "127.0.0.1:0", "--retrain-at", "off"});
  port_of(program);
  const auto waiting = [this] {
    return query(
               "SELECT FROM pg_stat_activity WHERE application_name LIKE 'clearwell background %' AND "
               "wait_event_type = 'Lock' AND query LIKE '%training_samples%'")
               .affected() > 0;
  };
  for (int tries = 0; tries < 1000 && !waiting(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  BOOST_REQUIRE(waiting());
  program.send(SIGTERM);
  BOOST_TEST(program.wait() == 0);
  const store::Rows job = query("SELECT status, attempts, error FROM ops.jobs");
  BOOST_TEST(job.text(0, 0) == "QUEUED");
  BOOST_TEST(job.integer(0, 1) == 0);
  BOOST_TEST(job.text(0, 2) == "the process was asked to stop");
  BOOST_TEST(program.errors().find("without_store") == std::string::npos, program.errors());
}

BOOST_AUTO_TEST_CASE(a_busy_port_is_told) {
  const tests::TemporaryFolder folder;
  const tests::TemporaryFolder other;
  const Program first(folder, {"--data-dir", folder.path() / "var", "serve", "--listen", "127.0.0.1:0"});
  const std::string address = "127.0.0.1:" + std::to_string(port_of(first));
  Program second(other, {"--data-dir", other.path() / "var", "serve", "--listen", address});
  BOOST_TEST(second.wait() == 1);
  BOOST_TEST(second.errors().find("clearwell: cannot listen on " + address +
                                  ": Address already in use (is another clearwell running? choose another port)\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_address_that_others_can_reach_is_wrong_usage) {
  const tests::TemporaryFolder folder;
  Program program(folder, {"--data-dir", folder.path() / "var", "serve", "--listen", "0.0.0.0:8081"});
  BOOST_TEST(program.wait() == 2);
  BOOST_TEST(!std::filesystem::exists(folder.path() / "var"));
}

BOOST_AUTO_TEST_CASE(a_time_that_no_clock_shows_is_wrong_usage) {
  const tests::TemporaryFolder folder;
  Program program(folder, {"--data-dir", folder.path() / "var", "serve", "--retrain-at", "3 o'clock"});
  BOOST_TEST(program.wait() == 2);
  BOOST_TEST(program.errors() ==
             "clearwell serve: '3 o'clock' is not a time of day; HH:MM in UTC from 00:00 to 23:59, or off, is accepted "
             "(--retrain-at)\n");
  BOOST_TEST(!std::filesystem::exists(folder.path() / "var"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell
