#include "server/http/traffic.hpp"

#include <boost/test/unit_test.hpp>

using clearwell::http::Traffic;

BOOST_AUTO_TEST_SUITE(traffic)

BOOST_AUTO_TEST_CASE(it_is_crowded_when_a_connection_finds_no_thread) {
  Traffic traffic(2);
  BOOST_TEST(!traffic.crowded());
  traffic.begin_connection();
  traffic.begin_connection();  // taken by the second thread, though perhaps only in a moment
  BOOST_TEST(!traffic.crowded());
  traffic.begin_connection();
  BOOST_TEST(traffic.crowded());
  traffic.end_connection();
  BOOST_TEST(!traffic.crowded());
}

BOOST_AUTO_TEST_CASE(a_server_that_stops_cuts_every_deadline_short) {
  Traffic traffic(1);
  const Traffic::Clock::time_point far = Traffic::Clock::now() + std::chrono::hours(1);
  BOOST_TEST(!traffic.draining());
  BOOST_TEST((traffic.no_later_than(far) == far));
  traffic.drain();
  BOOST_TEST(traffic.draining());
  BOOST_TEST((traffic.no_later_than(far) < far));
}

BOOST_AUTO_TEST_SUITE_END()
