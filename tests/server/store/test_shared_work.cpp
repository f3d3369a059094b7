#include "server/store/shared_work.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <latch>
#include <thread>

namespace {

using namespace clearwell::store;
using namespace std::chrono_literals;
using Share = SharedWork::Share;

/// Threads that come while the first one's work is held up until all are there.
struct Gathering {
  explicit Gathering(int n_threads) : gathered(n_threads) {}

  void work(std::span<Share* const> group) {
    if (sizes.empty()) {
      gathered.wait();
      std::this_thread::sleep_for(100ms);
    }
    sizes.push_back(group.size());
  }

  std::latch gathered;
  std::vector<std::size_t> sizes;  ///< of the groups, in their order; one thread works at a time
};

BOOST_AUTO_TEST_SUITE(shared_work)

BOOST_AUTO_TEST_CASE(what_comes_alone_is_done_at_once) {
  std::thread::id worker;
  SharedWork work([&](std::span<Share* const>) { worker = std::this_thread::get_id(); }, {});
  Share share;
  work.join(share);
  BOOST_TEST((worker == std::this_thread::get_id()));
}

BOOST_AUTO_TEST_CASE(what_comes_meanwhile_is_done_together_next) {
  constexpr int kThreads = 8;
  Gathering gathering(kThreads);
  SharedWork work([&](std::span<Share* const> group) { gathering.work(group); }, {});
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      gathering.gathered.count_down();
      Share share;
      work.join(share);
    });
  }
  threads.clear();
  BOOST_REQUIRE(gathering.sizes.size() <= 3U);  // the first alone; a thread may be late
  BOOST_TEST(gathering.sizes.front() == 1U);
}

BOOST_AUTO_TEST_CASE(a_failure_is_told_to_its_share_alone) {
  constexpr int kThreads = 8;
  Gathering gathering(kThreads);
  SharedWork work(
      [&](std::span<Share* const> group) {
        gathering.work(group);
        for (Share* share : group)
          if (share->weight == 3) share->failure = std::make_exception_ptr(std::runtime_error("three"));
      },
      {});
  std::atomic<int> n_failed = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      gathering.gathered.count_down();
      Share share(static_cast<std::size_t>(i));
      try {
        work.join(share);
      } catch (const std::runtime_error&) {
        n_failed += i == 3 ? 1 : 100;
      }
    });
  }
  threads.clear();
  BOOST_TEST(n_failed == 1);
}

BOOST_AUTO_TEST_CASE(what_the_work_throws_is_told_to_all_of_the_group_and_the_next_is_done) {
  int n_groups = 0;
  SharedWork work(
      [&](std::span<Share* const>) {
        if (++n_groups == 1) throw std::runtime_error("no");
      },
      {});
  Share first;
  BOOST_CHECK_THROW(work.join(first), std::runtime_error);
  Share second;
  work.join(second);
  BOOST_TEST(n_groups == 2);
}

BOOST_AUTO_TEST_CASE(what_would_be_too_much_is_refused_and_the_next_is_done) {
  int n_done = 0;
  SharedWork work([&](std::span<Share* const> group) { n_done += static_cast<int>(group.size()); },
                  {.waiting_max = 10});
  Share large(11);
  BOOST_CHECK_THROW(work.join(large), Overloaded);
  Share fitting(10);
  work.join(fitting);
  BOOST_TEST(n_done == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
