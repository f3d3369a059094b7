#include "server/store/database.hpp"
#include "tests/server/store/shared_database.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

namespace {

using namespace clearwell::store;

/// The server's process number of a transaction's session.
std::int64_t backend(Transaction& transaction) {
  return transaction.run("SELECT pg_backend_pid()").integer(0, 0);
}

void terminate(std::int64_t pid) {
  Transaction transaction = shared_database()->begin();
  transaction.run("SELECT pg_terminate_backend($1, 5000)", Params().add(pid));  // waits until it is gone
  transaction.commit();
}

BOOST_AUTO_TEST_SUITE(pool)

BOOST_AUTO_TEST_CASE(eight_threads_share_three_connections) {
  run_script("DROP TABLE IF EXISTS counted; CREATE TABLE counted (n bigint); INSERT INTO counted VALUES (0)");
  const auto database = Database::connect(shared_database()->url(), 3);
  std::atomic<int> n_failures = 0;
  std::mutex mutex;
  std::set<std::int64_t> sessions;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] {
        for (int j = 0; j < 50; ++j) {
          try {
            Transaction transaction = database->begin();
            transaction.run("UPDATE counted SET n = n + 1");
            const std::scoped_lock lock(mutex);
            sessions.insert(backend(transaction));
            transaction.commit();
          } catch (const StoreError&) {
            ++n_failures;
          }
        }
      });
  }
  BOOST_TEST(n_failures == 0);
  Transaction transaction = database->begin();
  BOOST_TEST(transaction.run("SELECT n FROM counted").integer(0, 0) == 400);
  BOOST_TEST(sessions.size() <= 3u);
}

BOOST_AUTO_TEST_CASE(a_connection_is_used_again) {
  const auto database = Database::connect(shared_database()->url(), 2);
  Transaction first = database->begin();
  const std::int64_t pid = backend(first);
  first.commit();
  { const Transaction done = std::move(first); }
  Transaction second = database->begin();
  BOOST_TEST(backend(second) == pid);
}

BOOST_AUTO_TEST_CASE(a_session_that_was_terminated_while_idle_is_replaced_unnoticed) {
  const auto database = Database::connect(shared_database()->url(), 2);
  std::int64_t pid = 0;
  {
    Transaction transaction = database->begin();
    pid = backend(transaction);
  }
  terminate(pid);
  Transaction transaction = database->begin();
  BOOST_TEST(backend(transaction) != pid);
}

BOOST_AUTO_TEST_CASE(a_session_that_is_terminated_in_use_fails_loudly_and_is_replaced) {
  const auto database = Database::connect(shared_database()->url(), 1);
  std::int64_t pid = 0;
  {
    Transaction transaction = database->begin();
    // A lock of the session: were it quietly reconnected, the lock would be gone and nobody would know.
    transaction.run("SELECT pg_advisory_lock(4711)");
    pid = backend(transaction);
    terminate(pid);
    BOOST_CHECK_THROW(transaction.run("SELECT 1"), StoreUnavailable);
    BOOST_CHECK_THROW(transaction.run("SELECT 1"), StoreError);
    BOOST_CHECK_THROW(transaction.commit(), StoreError);
  }
  Transaction transaction = database->begin();
  BOOST_TEST(backend(transaction) != pid);
}

BOOST_AUTO_TEST_CASE(a_session_that_is_lost_during_its_commit_leaves_doubt) {
  const auto database = Database::connect(shared_database()->url(), 1);
  Transaction transaction = database->begin();
  terminate(backend(transaction));
  BOOST_CHECK_EXCEPTION(transaction.commit(), CommitInDoubt, [](const CommitInDoubt& error) {
    return std::string(error.what()).starts_with("COMMIT, it is not known whether it was stored: ");
  });
}

BOOST_AUTO_TEST_CASE(who_waits_gets_the_connection_that_is_given_back) {
  const auto database = Database::connect(shared_database()->url(), 1);
  std::atomic<bool> got = false;
  std::jthread waiting;
  {
    Transaction transaction = database->begin();
    waiting = std::jthread([&] {
      Transaction mine = database->begin();
      got = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    BOOST_TEST(!got);
  }
  waiting.join();
  BOOST_TEST(got);
}

BOOST_AUTO_TEST_CASE(a_transaction_may_outlive_its_database) {
  auto database = Database::connect(shared_database()->url(), 1);
  Transaction transaction = database->begin();
  database.reset();
  BOOST_TEST(transaction.run("SELECT 1").integer(0, 0) == 1);
  transaction.commit();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
