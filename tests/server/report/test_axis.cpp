#include "server/report/axis.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

using namespace clearwell;

BOOST_AUTO_TEST_SUITE(axis, *boost::unit_test::tolerance(1e-9))

BOOST_AUTO_TEST_CASE(ticks_are_round_and_within_the_range) {
  struct Expected {
    double low, high;
    std::vector<double> values;
    int decimals;
  };
  const Expected cases[] = {{0, 14, {0, 2.5, 5, 7.5, 10, 12.5}, 1},
                            {0, 1, {0, 0.2, 0.4, 0.6, 0.8, 1}, 1},
                            {-3, 3, {-3, -2, -1, 0, 1, 2, 3}, 0},
                            {320, 61227, {20000, 40000, 60000}, 0},
                            {0.011, 0.019, {0.012, 0.014, 0.016, 0.018}, 3}};
  for (const Expected& expected : cases) {
    const report::AxisTicks ticks = report::round_ticks(expected.low, expected.high, expected.high > 20 ? 4 : 6);
    BOOST_TEST_CONTEXT(expected.low << " to " << expected.high) {
      BOOST_TEST(ticks.decimals == expected.decimals);
      BOOST_TEST(ticks.values == expected.values, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_scale_maps_ends_to_ends) {
  const report::Scale linear{10, 20, 100, 300};
  BOOST_TEST(linear.place(10) == 100);
  BOOST_TEST(linear.place(15) == 200);
  const report::Scale upwards{0, 1, 300, 100};
  BOOST_TEST(upwards.place(1) == 100);
  const report::Scale logarithmic{1, 100, 0, 2, true};
  BOOST_TEST(logarithmic.place(10) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
