#include "server/store/database.hpp"
#include "tests/server/store/shared_database.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>

namespace {

using namespace clearwell::store;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

void notify(std::string_view channel) {
  Transaction transaction = shared_database()->begin();
  transaction.run("SELECT pg_notify($1, 'payload')", Params().add(channel));
  transaction.commit();
}

BOOST_AUTO_TEST_SUITE(notifications)

BOOST_AUTO_TEST_CASE(the_first_wait_answers_at_once_because_one_may_have_been_missed) {
  const auto begin = steady_clock::now();
  BOOST_TEST(shared_database()->wait_for_notification("fresh", 20s));
  BOOST_TEST((steady_clock::now() - begin < 10s));
}

BOOST_AUTO_TEST_CASE(silence_ends_with_the_timeout) {
  shared_database()->wait_for_notification("silent", 0ms);
  const auto begin = steady_clock::now();
  BOOST_TEST(!shared_database()->wait_for_notification("silent", 200ms));
  BOOST_TEST((steady_clock::now() - begin >= 200ms));
}

BOOST_AUTO_TEST_CASE(one_that_came_between_two_waits_is_not_lost) {
  shared_database()->wait_for_notification("between", 0ms);
  notify("between");
  BOOST_TEST(shared_database()->wait_for_notification("between", 20s));
  BOOST_TEST(!shared_database()->wait_for_notification("between", 0ms));
}

BOOST_AUTO_TEST_CASE(a_waiting_thread_is_woken) {
  shared_database()->wait_for_notification("waking", 0ms);
  const std::jthread sender([] {
    std::this_thread::sleep_for(100ms);
    notify("waking");
  });
  const auto begin = steady_clock::now();
  BOOST_TEST(shared_database()->wait_for_notification("waking", 20s));
  BOOST_TEST((steady_clock::now() - begin < 10s));
}

BOOST_AUTO_TEST_CASE(channels_are_told_apart_by_their_exact_names) {
  shared_database()->wait_for_notification("Model \"A\"", 0ms);
  notify("model a");
  BOOST_TEST(!shared_database()->wait_for_notification("Model \"A\"", 100ms));
  notify("Model \"A\"");
  BOOST_TEST(shared_database()->wait_for_notification("Model \"A\"", 20s));
}

BOOST_AUTO_TEST_CASE(after_a_lost_connection_it_answers_true_and_listens_again) {
  shared_database()->wait_for_notification("resilient", 0ms);
  {
    Transaction transaction = shared_database()->begin();
    transaction.run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'LISTEN%resilient%'");
    transaction.commit();
  }
  BOOST_TEST(shared_database()->wait_for_notification("resilient", 0ms));
  notify("resilient");
  BOOST_TEST(shared_database()->wait_for_notification("resilient", 20s));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
