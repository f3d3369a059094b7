#include "common/scoring/gauss_legendre.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>

namespace bdata = boost::unit_test::data;
using clearwell::scoring::gauss_legendre;
using clearwell::scoring::QuadratureNode;

BOOST_AUTO_TEST_SUITE(quadrature)

BOOST_AUTO_TEST_CASE(two_nodes_stand_where_the_table_says) {
  const std::vector<QuadratureNode> nodes = gauss_legendre(2);
  BOOST_REQUIRE(nodes.size() == 2U);
  BOOST_CHECK_CLOSE_FRACTION(nodes[0].at, 0.5 - 0.5 / std::sqrt(3.0), 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(nodes[1].at, 0.5 + 0.5 / std::sqrt(3.0), 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(nodes[0].weight, 0.5, 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(nodes[1].weight, 0.5, 1e-15);
}

BOOST_DATA_TEST_CASE(powers_are_integrated_exactly_up_to_twice_the_number_of_nodes,
                     bdata::make({1, 2, 3, 4, 5, 8, 16, 33, 100, 250}), n) {
  const std::vector<QuadratureNode> nodes = gauss_legendre(static_cast<std::size_t>(n));
  const auto integral = [&](int power) {
    double sum = 0;
    for (const QuadratureNode& node : nodes)
      sum += node.weight * std::pow(node.at, power);
    return sum;
  };
  for (int power = 0; power < 2 * n; ++power)
    BOOST_CHECK_SMALL(integral(power) * (power + 1) - 1, 1e-12);
  // The next power is one too many, which shows as long as the difference is no rounding.
  if (n <= 5) BOOST_TEST(std::fabs(integral(2 * n) * (2 * n + 1) - 1) > 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
