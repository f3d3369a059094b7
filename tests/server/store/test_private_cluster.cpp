#include "common/hash/sha256.hpp"
#include "server/store/private_cluster.hpp"
#include "tests/server/store/cluster_fixture.hpp"

#include <poll.h>

namespace {

using namespace clearwell;
using namespace clearwell::store;
using std::chrono::steady_clock;
namespace fs = std::filesystem;

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

BOOST_FIXTURE_TEST_CASE(a_long_log_is_put_aside_at_the_start, FreshFolder) {
  const auto start_with_log_of = [this](std::size_t bytes) {
    std::ofstream(data_dir / "postgres.log") << std::string(bytes, 'x');
    open();
  };
  start_with_log_of(1 << 20);
  BOOST_TEST(fs::file_size(data_dir / "postgres.log") > 1u << 20);
  BOOST_TEST(!fs::exists(data_dir / "postgres.log.1"));
  start_with_log_of((1 << 20) + 1);
  start_with_log_of((1 << 20) + 2);
  BOOST_TEST(fs::file_size(data_dir / "postgres.log.1") == (1u << 20) + 2);
  BOOST_TEST(fs::file_size(data_dir / "postgres.log") < 1u << 20);
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
