#include "server/base/pause.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>

using namespace clearwell;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(pausing)

BOOST_AUTO_TEST_CASE(it_takes_as_long_as_it_says) {
  const auto begin = std::chrono::steady_clock::now();
  base::pause_for(20ms, {});
  BOOST_TEST((std::chrono::steady_clock::now() - begin >= 20ms));
}

BOOST_AUTO_TEST_CASE(who_is_asked_to_stop_does_not_wait) {
  std::stop_source before;
  before.request_stop();
  base::pause_for(24h, before.get_token());

  std::jthread meanwhile([](const std::stop_token& stop) { base::pause_for(24h, stop); });
  std::this_thread::sleep_for(10ms);
  meanwhile.request_stop();
}

BOOST_AUTO_TEST_SUITE_END()
