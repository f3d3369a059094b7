#include "common/hash/sha256.hpp"
#include "server/store/cluster_home.hpp"
#include "server/store/database.hpp"
#include "server/store/file_lock.hpp"
#include "server/store/private_cluster.hpp"
#include "tests/temporary_database.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <thread>

#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace clearwell;
using namespace clearwell::store;
using namespace std::chrono_literals;
using std::chrono::steady_clock;
namespace fs = std::filesystem;

std::shared_ptr<Database> open_in(const fs::path& data_dir) {
  base::Options options;
  options.data_dir = data_dir;
  return Database::open(options);
}

/// Another process that uses the database of `data_dir`: opens it, runs `sql`, and stays until it is told to leave.
class OtherUser {
 public:
  explicit OtherUser(const fs::path& data_dir, const std::string& sql = "SELECT 1") {
    BOOST_REQUIRE(pipe(ready_) == 0);
    BOOST_REQUIRE(pipe(go_) == 0);
    pid_ = fork();
    BOOST_REQUIRE(pid_ >= 0);
    if (pid_ == 0) run(data_dir, sql);
  }
  ~OtherUser() {
    if (pid_ > 0) kill_now();
    for (const int end : {ready_[0], ready_[1], go_[0], go_[1]})
      close(end);
  }
  bool is_ready() const {
    char byte = 'N';
    return read(ready_[0], &byte, 1) == 1 && byte == 'Y';
  }
  /// It leaves in good order. \return its exit code
  int leave() {
    BOOST_REQUIRE(write(go_[1], "x", 1) == 1);
    int status = -1;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void kill_now() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  [[noreturn]] void run(const fs::path& data_dir, const std::string& sql) const {
    char byte = 'Y';
    try {
      auto database = open_in(data_dir);
      Transaction transaction = database->begin();
      transaction.run_script(sql);
      transaction.commit();
      { const Transaction done = std::move(transaction); }
      const bool told = write(ready_[1], &byte, 1) == 1 && read(go_[0], &byte, 1) == 1;
      database.reset();
      _exit(told ? 0 : 1);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      byte = 'N';
      _exit(write(ready_[1], &byte, 1) == 1 ? 1 : 2);
    }
  }

  int ready_[2];
  int go_[2];
  pid_t pid_ = -1;
};

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

uid_t owner_of(const fs::path& path) {
  struct stat status {};
  BOOST_REQUIRE(stat(path.c_str(), &status) == 0);
  return status.st_uid;
}

pid_t parent_of(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("PPid:")) return std::stoi(line.substr(5));
  return -1;
}

struct Fixture {
  std::shared_ptr<Database> open() const { return open_in(data_dir); }
  bool is_gone() {
    FileLock running(data_dir / "locks/running");
    return running.try_shared();
  }
  bool is_gone_soon() {
    const auto deadline = steady_clock::now() + 20s;
    while (!is_gone() && steady_clock::now() < deadline)
      std::this_thread::sleep_for(10ms);
    return is_gone();
  }
  fs::path directory() { return find_cluster_home(fs::canonical(data_dir)).directory; }
  pid_t postmaster() {
    pid_t pid = 0;
    std::ifstream(directory() / "postmaster.pid") >> pid;
    return pid;
  }
  void make_notes() {
    const auto database = open();
    write_note(*database, "first");
  }
  static void write_note(Database& database, const std::string& text) {
    Transaction transaction = database.begin();
    transaction.run_script("CREATE TABLE IF NOT EXISTS notes (note text)");
    transaction.run("INSERT INTO notes VALUES ($1)", Params().add(text));
    transaction.commit();
  }
  static std::int64_t n_notes(Database& database) {
    return database.begin().run("SELECT count(*) FROM notes").integer(0, 0);
  }

  fs::path data_dir;
};

/// A data directory without a cluster yet.
struct FreshFolder : Fixture {
  FreshFolder() { data_dir = folder.path(); }
  tests::TemporaryFolder folder;
};

/// A cluster that exists already, stopped: making one takes most of a second.
struct MadeBefore : Fixture {
  MadeBefore() {
    static const tests::TemporaryFolder folder;
    data_dir = folder.path();
    const auto database = open();
    Transaction transaction = database->begin();
    transaction.run_script("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    transaction.commit();
  }
};

BOOST_AUTO_TEST_SUITE(private_cluster)

BOOST_FIXTURE_TEST_CASE(it_is_made_started_stopped_and_started_again_with_its_data, FreshFolder) {
  const auto begin = steady_clock::now();
  make_notes();
  const auto first = steady_clock::now();
  BOOST_TEST(is_gone());
  BOOST_TEST(!fs::exists(directory() / "postmaster.pid"));
  auto database = open();
  const auto second = steady_clock::now();
  BOOST_TEST(n_notes(*database) == 1);
  BOOST_TEST_MESSAGE("first start and stop " << std::chrono::duration<double>(first - begin).count()
                                             << " s, second start "
                                             << std::chrono::duration<double>(second - first).count() << " s");
}

BOOST_FIXTURE_TEST_CASE(only_its_user_can_come_near_it_and_only_by_the_socket, MadeBefore) {
  const auto database = open();
  BOOST_TEST((fs::status(directory()).permissions() == fs::perms(0700)));
  const Rows rows = database->begin().run(
      "SELECT current_setting('listen_addresses'), current_setting('fsync'), current_setting('synchronous_commit')");
  BOOST_TEST(rows.text(0, 0) == "");
  BOOST_TEST(rows.text(0, 1) == "on");
  BOOST_TEST(rows.text(0, 2) == "on");
}

BOOST_FIXTURE_TEST_CASE(ctrl_c_in_our_terminal_does_not_reach_it, MadeBefore) {
  const auto database = open();
  BOOST_TEST(getsid(postmaster()) != getsid(0));
  BOOST_TEST(getpgid(postmaster()) != getpgrp());
}

BOOST_FIXTURE_TEST_CASE(it_keeps_none_of_our_files_open, MadeBefore) {
  int ends[2];
  BOOST_REQUIRE(pipe(ends) == 0);  // as a shell makes one for $(clearwell …), whose end it waits for
  {
    OtherUser starter(data_dir);
    BOOST_REQUIRE(starter.is_ready());
    close(ends[1]);
    auto database = open();
    BOOST_TEST(starter.leave() == 0);
    pollfd other_end{ends[0], POLLIN, 0};
    BOOST_TEST(poll(&other_end, 1, 5'000) == 1);  // nobody holds it any more
  }
  close(ends[0]);
}

BOOST_FIXTURE_TEST_CASE(the_starter_may_leave_first, MadeBefore) {
  OtherUser starter(data_dir);
  BOOST_REQUIRE(starter.is_ready());
  const pid_t server = postmaster();
  auto database = open();
  BOOST_TEST(starter.leave() == 0);
  write_note(*database, "still here");
  BOOST_TEST(postmaster() == server);
  database.reset();
  BOOST_TEST(is_gone());
}

BOOST_FIXTURE_TEST_CASE(the_second_user_may_leave_first, MadeBefore) {
  auto database = open();
  OtherUser second(data_dir);
  BOOST_REQUIRE(second.is_ready());
  BOOST_TEST(second.leave() == 0);
  write_note(*database, "still here");
  database.reset();
  BOOST_TEST(is_gone());
}

BOOST_FIXTURE_TEST_CASE(two_users_in_one_process_count_as_two, MadeBefore) {
  auto one = open();
  auto two = open();
  one.reset();
  write_note(*two, "still here");
  two.reset();
  BOOST_TEST(is_gone());
}

BOOST_FIXTURE_TEST_CASE(four_that_start_at_once_share_one_cluster, FreshFolder) {
  std::vector<std::unique_ptr<OtherUser>> users;
  for (int i = 0; i < 4; ++i)
    users.push_back(std::make_unique<OtherUser>(data_dir, "CREATE TABLE t" + std::to_string(i) + " (n int)"));
  for (const auto& user : users)
    BOOST_TEST(user->is_ready());
  {
    const auto database = open();
    BOOST_TEST(database->begin().run("SELECT count(*) FROM pg_tables WHERE tablename ~ '^t[0-3]$'").integer(0, 0) == 4);
  }
  for (const auto& user : users)
    BOOST_TEST(user->leave() == 0);
  BOOST_TEST(is_gone());
}

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

BOOST_FIXTURE_TEST_CASE(a_half_made_cluster_is_made_anew, FreshFolder) {
  fs::create_directories(data_dir / "postgres.new/base");
  std::ofstream(data_dir / "postgres.new/PG_VERSION") << "15\n";
  make_notes();
  BOOST_TEST(!fs::exists(directory().string() + ".new"));
}

BOOST_FIXTURE_TEST_CASE(a_data_directory_with_a_long_path_has_its_socket_elsewhere, FreshFolder) {
  data_dir = folder.path() / std::string(100, 'd') / "it's long";
  auto database = open();
  write_note(*database, "far away");
  const fs::path socket_directory = find_cluster_home(fs::canonical(data_dir)).socket_directory;
  BOOST_TEST(socket_directory.string().size() < 60u);
  BOOST_TEST((fs::status(socket_directory).permissions() == fs::perms(0700)));
  database.reset();
  BOOST_TEST(is_gone());
  fs::remove_all(socket_directory);
}

BOOST_FIXTURE_TEST_CASE(a_socket_folder_that_somebody_else_put_there_is_refused, FreshFolder) {
  data_dir = folder.path() / std::string(110, 'd');
  fs::create_directories(data_dir);
  const fs::path socket_directory = find_cluster_home(fs::canonical(data_dir)).socket_directory;
  fs::create_directories(socket_directory);
  fs::permissions(socket_directory, fs::perms(0777));
  BOOST_CHECK_EXCEPTION(open(), StoreError, [&](const StoreError& error) {
    return std::string(error.what())
        .starts_with(socket_directory.string() + " exists and is not a folder that only user ");
  });
  fs::remove_all(socket_directory);
}

BOOST_FIXTURE_TEST_CASE(a_cluster_of_a_version_that_is_not_installed_is_not_touched, FreshFolder) {
  make_notes();
  std::ofstream(directory() / "PG_VERSION") << "9\n";
  BOOST_CHECK_EXCEPTION(open(), StoreError, [&](const StoreError& error) {
    return std::string(error.what())
        .starts_with("the database cluster " + directory().string() +
                     " was made by PostgreSQL 9, which is not installed (newest: ");
  });
}

boost::test_tools::assertion_result is_root(boost::unit_test::test_unit_id) {
  boost::test_tools::assertion_result result(geteuid() == 0);
  result.message() << "only root runs the cluster as another user";
  return result;
}

BOOST_FIXTURE_TEST_CASE(root_runs_it_as_somebody_else, MadeBefore, *boost::unit_test::precondition(is_root)) {
  const auto database = open();
  BOOST_TEST(owner_of(directory()) != 0u);
}

BOOST_FIXTURE_TEST_CASE(root_runs_it_as_the_owner_of_the_data_directory, FreshFolder,
                        *boost::unit_test::precondition(is_root)) {
  constexpr uid_t kOwner = 1;  // daemon, on every Debian
  BOOST_REQUIRE(chown(data_dir.c_str(), kOwner, kOwner) == 0);
  const auto database = open();
  BOOST_TEST(owner_of(directory()) == kOwner);
}

BOOST_FIXTURE_TEST_CASE(an_owner_without_a_name_cannot_run_it_so_another_does, FreshFolder,
                        *boost::unit_test::precondition(is_root)) {
  constexpr uid_t kNameless = 4'000'000'000;
  BOOST_REQUIRE(chown(data_dir.c_str(), kNameless, kNameless) == 0);
  const auto database = open();
  BOOST_TEST(owner_of(directory()) != 0u);
  BOOST_TEST(owner_of(directory()) != kNameless);
}

BOOST_FIXTURE_TEST_CASE(in_a_folder_that_only_root_may_enter_it_lives_elsewhere, FreshFolder,
                        *boost::unit_test::precondition(is_root)) {
  fs::permissions(data_dir, fs::perms(0700));
  const fs::path elsewhere = "/var/lib/clearwell/" + hash::sha256_hex(fs::canonical(data_dir).string()).substr(0, 16);
  make_notes();
  BOOST_TEST(fs::exists(elsewhere / "PG_VERSION"));
  BOOST_TEST(!fs::exists(data_dir / "postgres"));
  BOOST_TEST(fs::exists(data_dir / "postgres.log"));
  {
    const auto database = open();
    BOOST_TEST(n_notes(*database) == 1);
  }
  BOOST_TEST(is_gone());
  fs::remove_all(elsewhere);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
