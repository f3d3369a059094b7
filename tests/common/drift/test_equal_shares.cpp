#include "common/drift/equal_shares.hpp"

#include <boost/test/unit_test.hpp>

using clearwell::drift::equal_shares_p_value;

BOOST_AUTO_TEST_SUITE(equal_shares, *boost::unit_test::tolerance(1e-9))

// Expected: scipy 1.16, chi2_contingency(correction=False).
BOOST_AUTO_TEST_CASE(shares_that_differ) {
  BOOST_TEST(*equal_shares_p_value(491, 3276, 600, 3276) == 0.00030076594660824343);
  BOOST_TEST(*equal_shares_p_value(10, 100, 20, 100) == 0.04767038065616147);
  BOOST_TEST(*equal_shares_p_value(20, 100, 10, 100) == 0.04767038065616147);
}

BOOST_AUTO_TEST_CASE(equal_shares_are_no_surprise) {
  BOOST_TEST(*equal_shares_p_value(10, 100, 20, 200) == 1);
}

BOOST_AUTO_TEST_CASE(too_few_rows_are_not_computed) {
  BOOST_TEST(!equal_shares_p_value(0, 0, 0, 0));
  BOOST_TEST(!equal_shares_p_value(0, 100, 0, 100));
  BOOST_TEST(!equal_shares_p_value(100, 100, 100, 100));
  BOOST_TEST(!equal_shares_p_value(4, 100, 5, 100));
  BOOST_TEST(equal_shares_p_value(5, 100, 5, 100).has_value());
  BOOST_TEST(!equal_shares_p_value(1, 4, 50, 1000));
}

BOOST_AUTO_TEST_SUITE_END()
