#include "common/hash/sha256.hpp"
#include "server/store/connection_string.hpp"
#include "tests/http/watched_folders.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <random>

namespace clearwell {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using tests::Program;
using tests::read_text;

constexpr const char* kHoldsClaim =
    "state = 'idle in transaction' AND query LIKE '%water.watched_files%FOR UPDATE SKIP LOCKED%'";
constexpr const char* kWaitsForTable = "wait_event_type = 'Lock' AND query LIKE '%tracking.run_artifacts%'";

struct Replicas : tests::WatchedFolders {
  /// The arguments of a replica that the database knows by its number.
  std::vector<std::string> command_of(std::size_t replica) const {
    std::vector<std::string> arguments = command(in, out, tests::kQuickly);
    arguments[1] = store::as_application(database->url(), "replica" + std::to_string(replica));
    return arguments;
  }
  /// The first of two replicas that has such a session.
  std::optional<std::size_t> replica_with(const std::string& session) const {
    const store::Rows names = query(
        "SELECT right(application_name, 1) FROM pg_stat_activity WHERE datname = current_database() AND "
        "application_name LIKE 'replica_' AND " +
        session + " ORDER BY 1");
    if (names.empty()) return std::nullopt;
    return names.text(0, 0) == "0" ? 0 : 1;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(watch_replicas, Replicas)

// The lock holds the work where it reads a table, until whoever holds the claim has been killed.
BOOST_AUTO_TEST_CASE(the_replica_at_work_is_killed_and_the_other_takes_over) {
  const tests::TemporaryFolder logs[2];
  Program first(logs[0], command_of(0));
  Program second(logs[1], command_of(1));
  for (Program* replica : {&first, &second})
    BOOST_REQUIRE(replica->wait_for("event=watching source=") == fs::canonical(in).string());
  std::optional<store::Transaction> locked = database->begin();
  locked->run("LOCK TABLE tracking.run_artifacts IN ACCESS EXCLUSIVE MODE");
  drop("a.csv", csv(1));
  BOOST_REQUIRE(comes_true([&] { return replica_with(kWaitsForTable); }));
  const std::size_t victim = *replica_with(kWaitsForTable);
  BOOST_TEST((replica_with(kHoldsClaim) == victim));
  Program& killed = victim == 0 ? first : second;
  killed.send(SIGKILL);
  killed.wait();
  BOOST_REQUIRE(comes_true([&] { return replica_with(kHoldsClaim) == 1 - victim; }));
  BOOST_TEST(rows_of("1", "status = 'QUEUED'").size() == 1U);
  locked.reset();
  BOOST_TEST(wait_for(out / "output/a.csv"));
  BOOST_TEST(comes_true([&] { return !rows_of("1", "status = 'SCORED'").empty(); }));
  BOOST_TEST(read_text(out / "output/a.csv") == result_of(csv(1)));
  BOOST_TEST((names_in(out / "output") == std::set<std::string>{"a.csv", "a.csv.drift.json"}));
}

BOOST_AUTO_TEST_CASE(two_replicas_that_are_killed_again_and_again_give_each_file_one_result) {
  constexpr int kFiles = 20;
  std::mt19937_64 random(20260312);
  const tests::TemporaryFolder logs[2];
  std::unique_ptr<Program> replicas[2];
  const auto start = [&](std::size_t i) { replicas[i] = std::make_unique<Program>(logs[i], command_of(i)); };
  start(0);
  start(1);
  int n_killed_at_work = 0;
  for (int file = 0; file < kFiles; ++file) {
    drop("file" + std::to_string(file) + ".csv", csv(file, 20'000));
    if (file % 2 == 0) continue;
    for (int tries = 0; tries < 500 && !replica_with(kHoldsClaim); ++tries)
      std::this_thread::sleep_for(2ms);
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 40));
    const std::optional<std::size_t> at_work = replica_with(kHoldsClaim);
    n_killed_at_work += at_work ? 1 : 0;
    const std::size_t victim = at_work.value_or(random() % 2);
    replicas[victim]->send(SIGKILL);
    replicas[victim]->wait();
    start(victim);
  }
  BOOST_TEST(n_killed_at_work > 0);
  BOOST_TEST(run() == 0);  // until all has ended
  for (const auto& replica : replicas)
    replica->send(SIGTERM);
  for (const auto& replica : replicas)
    BOOST_TEST(replica->wait() == 0);

  BOOST_TEST(names_in(out / "output").size() == 2U * kFiles);  // and nothing unfinished
  BOOST_TEST(names_in(out / "failed").empty());
  for (int file = 0; file < kFiles; ++file) {
    const std::string name = "file" + std::to_string(file) + ".csv";
    const std::string result = read_text(out / "output" / name);
    BOOST_TEST((result == result_of(csv(file, 20'000))), name);
    const store::Rows rows = rows_of("status, output_name, output_sha256", "name = '" + name + "'");
    BOOST_REQUIRE(rows.size() == 1U);
    BOOST_TEST(rows.text(0, 0) == "SCORED");
    BOOST_TEST(rows.text(0, 1) == name);
    BOOST_TEST(rows.text(0, 2) == hash::sha256_hex(result));
  }
  BOOST_TEST(query("SELECT 1 FROM water.water_inferences").empty());  // files are not in the inference log
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace clearwell
