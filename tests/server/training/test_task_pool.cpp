#include "server/training/task_pool.hpp"

#include "server/training/cancellation.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <stdexcept>
#include <string>

using namespace clearwell::training;

BOOST_AUTO_TEST_SUITE(task_pool)

BOOST_AUTO_TEST_CASE(what_was_added_last_runs_first_also_when_a_task_adds_it) {
  TaskPool pool;
  std::string order;
  for (const char name : {'c', 'b'})
    pool.add([&order, name] { order += name; });
  pool.add([&] {
    order += 'a';
    pool.add([&] { order += '1'; });
  });
  pool.run(1);
  BOOST_TEST(order == "a1bc");
}

BOOST_AUTO_TEST_CASE(every_task_runs_once_on_any_number_of_threads) {
  for (const unsigned n_threads : {1U, 2U, 7U}) {
    TaskPool pool;
    std::atomic<int> ran{0};
    for (int first = 0; first < 20; ++first)
      pool.add([&] {
        ++ran;
        for (int second = 0; second < 20; ++second)
          pool.add([&] { ++ran; });
      });
    pool.run(n_threads);
    BOOST_TEST(ran == 20 + 20 * 20);
  }
}

BOOST_AUTO_TEST_CASE(an_exception_keeps_further_tasks_from_starting_and_comes_out) {
  for (const unsigned n_threads : {1U, 3U}) {
    TaskPool pool;
    std::atomic<int> ran{0};
    for (int task = 0; task < 1000; ++task)
      pool.add([&] { ++ran; });
    pool.add([&] { pool.add([] { throw std::runtime_error("this one"); }); });
    BOOST_CHECK_EXCEPTION(pool.run(n_threads), std::runtime_error,
                          [](const std::runtime_error& error) { return error.what() == std::string("this one"); });
    if (n_threads == 1) BOOST_TEST(ran == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_stop_keeps_further_tasks_from_starting) {
  std::stop_source stop;
  std::atomic<int> ran{0};
  const auto task = [&](std::size_t) {
    if (++ran == 3) stop.request_stop();
  };
  BOOST_CHECK_THROW(parallel_for(1000, 1, task, stop.get_token()), Cancelled);
  BOOST_TEST(ran == 3);
}

BOOST_AUTO_TEST_CASE(parallel_for_hands_out_each_index_once) {
  std::vector<int> calls(1000);
  parallel_for(calls.size(), 4, [&](std::size_t index) { ++calls[index]; });
  BOOST_CHECK((calls == std::vector<int>(1000, 1)));
  parallel_for(0, 4, [](std::size_t) { BOOST_ERROR("there is nothing to do"); });
}

BOOST_AUTO_TEST_SUITE_END()
