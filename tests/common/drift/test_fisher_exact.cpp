#include "common/drift/fisher_exact.hpp"

#include <boost/test/unit_test.hpp>

using clearwell::drift::fisher_exact_p_value;

// Expected: scipy 1.17.1, fisher_exact.
BOOST_AUTO_TEST_SUITE(fisher_exact, *boost::unit_test::tolerance(1e-9))

BOOST_AUTO_TEST_CASE(shares_of_few_rows) {
  BOOST_TEST(fisher_exact_p_value(0, 1000, 28, 30) == 8.394741565529716e-53);
  BOOST_TEST(fisher_exact_p_value(1, 40, 3, 25) == 0.28955453149001537);
  BOOST_TEST(fisher_exact_p_value(10, 100, 20, 100) == 0.07342758972137636);
  BOOST_TEST(fisher_exact_p_value(0, 1000, 1, 30) == 0.029126213592233007);
}

BOOST_AUTO_TEST_CASE(equal_shares_are_no_surprise) {
  BOOST_TEST(fisher_exact_p_value(5, 12, 5, 12) == 1);
  BOOST_TEST(fisher_exact_p_value(0, 12, 0, 30) == 1);
  BOOST_TEST(fisher_exact_p_value(12, 12, 30, 30) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
