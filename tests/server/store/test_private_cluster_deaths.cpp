#include "server/store/private_cluster.hpp"
#include "tests/server/store/cluster_fixture.hpp"

namespace {

using namespace clearwell::store;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// A process that does nothing, as the given user.
struct Bystander {
  explicit Bystander(uid_t user) : pid(fork()) {
    if (pid != 0) return;
    if (geteuid() == 0 && setuid(user) != 0) _exit(1);
    while (true)
      pause();
  }
  ~Bystander() {
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
  }
  Bystander(const Bystander&) = delete;
  Bystander& operator=(const Bystander&) = delete;

  pid_t pid;
};

pid_t parent_of(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("PPid:")) return std::stoi(line.substr(5));
  return -1;
}

BOOST_AUTO_TEST_SUITE(private_cluster_deaths)

BOOST_FIXTURE_TEST_CASE(after_kill_9_of_its_only_user_it_stops_and_starts_again, MadeBefore) {
  OtherUser starter(data_dir, "CREATE TABLE notes (note text); INSERT INTO notes VALUES ('committed')");
  BOOST_REQUIRE(starter.is_ready());
  BOOST_TEST(!is_gone());
  starter.kill_now();
  BOOST_TEST(is_gone_soon());
  BOOST_TEST(!fs::exists(directory() / "postmaster.pid"));  // shut down in good order, not torn down
  const auto database = open();
  BOOST_TEST(n_notes(*database) == 1);
}

BOOST_FIXTURE_TEST_CASE(who_comes_while_it_stops_waits_and_starts_it_again, MadeBefore) {
  for (int i = 0; i < 5; ++i) {
    OtherUser starter(data_dir);
    BOOST_REQUIRE(starter.is_ready());
    starter.kill_now();
    const auto database = open();
    write_note(*database, "again");
  }
  BOOST_TEST(is_gone());
}

BOOST_FIXTURE_TEST_CASE(after_kill_9_of_the_starter_the_others_go_on, MadeBefore) {
  OtherUser starter(data_dir);
  BOOST_REQUIRE(starter.is_ready());
  auto database = open();
  starter.kill_now();
  std::this_thread::sleep_for(300ms);
  write_note(*database, "still here");
  database.reset();
  BOOST_TEST(is_gone());
}

BOOST_FIXTURE_TEST_CASE(after_kill_9_of_the_server_itself_the_next_transaction_starts_it_again, MadeBefore) {
  const auto database = open();
  write_note(*database, "committed");
  const pid_t killed = postmaster();
  kill(killed, SIGKILL);
  BOOST_REQUIRE(is_gone_soon());
  BOOST_TEST(n_notes(*database) == 1);
  BOOST_TEST(postmaster() != killed);
}

BOOST_FIXTURE_TEST_CASE(after_kill_9_of_its_supervisor_it_ends_and_is_started_again, MadeBefore) {
  const auto database = open();
  write_note(*database, "committed");
  const pid_t supervisor = parent_of(postmaster());
  BOOST_REQUIRE(supervisor > 1);
  kill(supervisor, SIGKILL);
  BOOST_REQUIRE(is_gone_soon());
  BOOST_TEST(!fs::exists(directory() / "postmaster.pid"));
  BOOST_TEST(n_notes(*database) == 1);
}

BOOST_FIXTURE_TEST_CASE(what_a_power_loss_leaves_behind_is_not_believed, MadeBefore) {
  make_notes();
  // The server's number has since been given to another living process of the same user; and its files are left.
  const Bystander other(owner_of(directory()));
  const std::string path = directory().string();
  std::ofstream(path + "/postmaster.pid") << other.pid << "\n" << path << "\n1\n5432\n" << path << "\n\n0\nready   \n";
  std::ofstream(path + "/.s.PGSQL.5432.lock") << other.pid << "\n" << path << "\n1\n5432\n" << path << "\n";
  std::ofstream(path + "/.s.PGSQL.5432") << "";
  const auto database = open();
  BOOST_TEST(n_notes(*database) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
