#include "server/store/group_commit.hpp"

#include "tests/emptied_database.hpp"
#include "tests/lost_commits.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iterator>
#include <latch>
#include <set>
#include <thread>

using namespace clearwell;
using namespace clearwell::store;
using namespace std::chrono_literals;

namespace {

using Commits = GroupCommit<std::int64_t, std::int64_t>;

/// A table of numbers from 1 on, each only once; a batch is a number, its outcome the number of batches in its group.
struct Numbers {
  Numbers() {
    run_script(
        "DROP TABLE IF EXISTS numbers; CREATE TABLE numbers (n bigint PRIMARY KEY CHECK (n > 0)); "
        "DELETE FROM ops.commit_marks");
  }

  void run_script(std::string_view sql) const {
    Transaction transaction = database.begin();
    transaction.run_script(sql);
    transaction.commit();
  }

  static std::vector<std::int64_t> write(Transaction& transaction, std::span<const std::int64_t* const> batches) {
    for (const std::int64_t* number : batches)
      transaction.run("INSERT INTO numbers VALUES ($1)", Params().add(*number));
    return std::vector(batches.size(), static_cast<std::int64_t>(batches.size()));
  }
  std::int64_t stored() const { return database.begin().run("SELECT count(*) FROM numbers").integer(0, 0); }

  /// As write(), but the first group waits until every thread is on its way into the queue.
  static Commits::Write held_up(std::latch& gathered, std::atomic<int>& n_groups) {
    return [&](Transaction& transaction, std::span<const std::int64_t* const> batches) {
      if (n_groups++ == 0) {
        gathered.wait();
        std::this_thread::sleep_for(100ms);
      }
      return write(transaction, batches);
    };
  }
  /// commit(0) to commit(n - 1), each in a thread of its own.
  template <typename Commit>
  static void commit_together(std::int64_t n, std::latch& gathered, const Commit& commit) {
    std::vector<std::jthread> threads;
    for (std::int64_t i = 0; i < n; ++i) {
      threads.emplace_back([&, i] {
        gathered.count_down();
        commit(i);
      });
    }
  }

  const tests::TemporaryDatabase& database_of_program = tests::emptied_database();
  Database& database = *database_of_program;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(group_commit, Numbers)

BOOST_AUTO_TEST_CASE(a_batch_is_durable_when_it_is_answered) {
  Commits commits(database_of_program.shared(), write);
  BOOST_TEST(commits.commit(7, 1) == 1);
  BOOST_TEST(stored() == 1);
}

BOOST_AUTO_TEST_CASE(who_comes_during_a_commit_shares_the_next_one) {
  constexpr std::int64_t kThreads = 12;
  std::latch gathered(kThreads);
  std::atomic<int> n_groups = 0;
  Commits commits(database_of_program.shared(), held_up(gathered, n_groups));
  std::atomic<std::int64_t> largest = 0;
  commit_together(kThreads, gathered, [&](std::int64_t i) {
    const std::int64_t size = commits.commit(i + 1, 1);
    for (std::int64_t seen = largest; size > seen && !largest.compare_exchange_weak(seen, size);) {
    }
  });
  BOOST_TEST(stored() == kThreads);
  BOOST_TEST(n_groups == 2);
  BOOST_TEST(largest == kThreads - 1);
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_refused_fails_alone) {
  constexpr std::int64_t kThreads = 8;
  std::latch gathered(kThreads);
  std::atomic<int> n_groups = 0;
  Commits commits(database_of_program.shared(), held_up(gathered, n_groups));
  std::atomic<int> n_refused = 0;
  commit_together(kThreads, gathered, [&](std::int64_t i) {
    try {
      commits.commit(i, 1);
    } catch (const StoreError&) {
      ++n_refused;  // the 0
    }
  });
  BOOST_TEST(n_refused == 1);
  BOOST_TEST(stored() == kThreads - 1);
  BOOST_TEST(commits.commit(100, 1) == 1);
}

BOOST_AUTO_TEST_CASE(a_full_queue_refuses_and_stores_nothing) {
  Commits commits(database_of_program.shared(), write, {.waiting_rows_max = 10});
  BOOST_CHECK_EXCEPTION(static_cast<void>(commits.commit(1, 11)), Overloaded, [](const Overloaded& error) {
    return std::string(error.what()) == "0 rows wait to be written, at most 10 may";
  });
  BOOST_TEST(stored() == 0);
  BOOST_TEST(commits.commit(1, 10) == 1);
}

BOOST_AUTO_TEST_CASE(a_group_takes_no_more_rows_than_it_may_but_always_one_batch) {
  constexpr std::int64_t kThreads = 5;
  std::latch gathered(kThreads);
  std::atomic<int> n_groups = 0;
  Commits commits(database_of_program.shared(), held_up(gathered, n_groups), {.group_rows_max = 20});
  std::atomic<int> n_too_large = 0;
  commit_together(kThreads, gathered,
                  [&](std::int64_t i) { n_too_large += commits.commit(i + 1, 10 + 20 * (i % 2)) > 2 ? 1 : 0; });
  BOOST_TEST(n_too_large == 0);
  BOOST_TEST(stored() == kThreads);
}

BOOST_AUTO_TEST_CASE(a_row_that_another_server_brings_in_at_the_same_time_is_looked_at_again) {
  int n_tries = 0;
  Commits commits(database_of_program.shared(),
                  [&](Transaction& transaction, std::span<const std::int64_t* const> batches) {
                    if (++n_tries == 1) run_script("INSERT INTO numbers VALUES (5)");
                    const bool known = !transaction.run("SELECT 1 FROM numbers WHERE n = 5").empty();
                    if (n_tries > 1 && known) return std::vector<std::int64_t>(batches.size(), -1);
                    return write(transaction, batches);
                  });
  BOOST_TEST(commits.commit(5, 1) == -1);
  BOOST_TEST(n_tries == 2);
}

BOOST_AUTO_TEST_CASE(a_group_whose_commit_was_lost_before_it_was_stored_is_written_again) {
  run_script(R"(
    CREATE SEQUENCE commits;
    CREATE FUNCTION end_the_first_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('commits') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER end_the_first_commit AFTER INSERT ON numbers
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_the_first_commit())");
  Commits commits(database_of_program.shared(), write);
  BOOST_TEST(commits.commit(1, 1) == 1);
  BOOST_TEST(stored() == 1);
  BOOST_TEST(database.begin().run("SELECT last_value FROM commits").integer(0, 0) == 2);
}

BOOST_AUTO_TEST_CASE(a_group_whose_commit_was_stored_after_the_connection_was_lost_is_not_written_twice) {
  const std::set<int> other_sockets = tests::open_sockets();
  Commits commits(Database::connect(database.url(), 1), write);
  commits.commit(1, 1);
  std::int64_t n_committed = 1;
  std::vector<int> ours;
  std::ranges::set_difference(tests::open_sockets(), other_sockets, std::back_inserter(ours));
  BOOST_REQUIRE(ours.size() == 1U);

  // A commit that waits for a standby is written, but not yet to be seen, and its session does not look at its socket.
  tests::await_standby(database, "nobody");
  std::atomic<bool> lost = false;
  std::jthread committing([&] {
    while (!lost)  // a commit or two may slip through before the setting is known everywhere
      commits.commit(++n_committed, 1);
  });
  while (!tests::a_session_commits(database, "SyncRep"))
    std::this_thread::sleep_for(5ms);
  lost = true;
  shutdown(ours[0], SHUT_RDWR);
  std::this_thread::sleep_for(250ms);  // long enough to ask, and to be told to wait
  tests::await_standby(database, "");
  committing.join();
  BOOST_TEST(stored() == n_committed);
}

BOOST_AUTO_TEST_CASE(a_mark_that_was_cleared_away_is_made_again) {
  Commits commits(database_of_program.shared(), write);
  commits.commit(1, 1);
  run_script("DELETE FROM ops.commit_marks");
  BOOST_TEST(commits.commit(2, 1) == 1);
  BOOST_TEST(stored() == 2);
  BOOST_TEST(database.begin().run("SELECT n_groups FROM ops.commit_marks").integer(0, 0) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
