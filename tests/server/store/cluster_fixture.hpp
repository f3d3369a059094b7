#pragma once

#include "server/store/cluster_home.hpp"
#include "server/store/database.hpp"
#include "server/store/file_lock.hpp"
#include "tests/temporary_database.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <thread>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/// Clusters in folders of the tests' own, and other processes that use them.
namespace clearwell::store {

inline std::shared_ptr<Database> open_in(const std::filesystem::path& data_dir) {
  base::Options options;
  options.data_dir = data_dir;
  return open_as_owner(options);
}

/// Another process that uses the database of `data_dir`: opens it, runs `sql`, and stays until it is told to leave.
class OtherUser {
 public:
  explicit OtherUser(const std::filesystem::path& data_dir, const std::string& sql = "SELECT 1") {
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
  [[noreturn]] void run(const std::filesystem::path& data_dir, const std::string& sql) const {
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

  int ready_[2] = {-1, -1};
  int go_[2] = {-1, -1};
  pid_t pid_ = -1;
};

inline uid_t owner_of(const std::filesystem::path& path) {
  struct stat status {};
  BOOST_REQUIRE(stat(path.c_str(), &status) == 0);
  return status.st_uid;
}

/// What can be seen of a cluster from outside.
struct ClusterFixture {
  std::shared_ptr<Database> open() const { return open_in(data_dir); }
  bool is_gone() {
    FileLock running(data_dir / "locks/running");
    return running.try_shared();
  }
  bool is_gone_soon() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!is_gone() && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return is_gone();
  }
  std::filesystem::path directory() { return find_cluster_home(std::filesystem::canonical(data_dir)).directory; }
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

  std::filesystem::path data_dir;
};

/// A data directory without a cluster yet.
struct FreshFolder : ClusterFixture {
  FreshFolder() { data_dir = folder.path(); }
  tests::TemporaryFolder folder;
};

/// A cluster that exists already, stopped: making one takes most of a second.
struct MadeBefore : ClusterFixture {
  MadeBefore() {
    static const tests::TemporaryFolder folder;
    data_dir = folder.path();
    const auto database = open();
    Transaction transaction = database->begin();
    transaction.run_script("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    transaction.commit();
  }
};

}  // namespace clearwell::store
