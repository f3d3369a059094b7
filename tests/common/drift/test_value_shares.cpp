#include "common/drift/value_shares.hpp"

#include "tests/common/drift/drawn_samples.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <ostream>

using namespace clearwell;
namespace bdata = boost::unit_test::data;

namespace {

struct Case {
  int n;
  int m;
  std::vector<double> before;
  std::vector<double> now;
  double statistic;
  int degrees;
  double p_value;
  double distance;
};
std::ostream& operator<<(std::ostream& out, const Case& seen) {
  return out << seen.n << " and " << seen.m << " rows of " << seen.before.size() << " values";
}

// Expected: scipy 1.17.1, chi2_contingency(correction=False) and spatial.distance.jensenshannon, seeds 3 and 5.
const Case kCases[] = {
    {300, 100, {0.5, 0.3, 0.2}, {0.5, 0.3, 0.2}, 3.8955564158816194, 2, 0.1425905264072192, 0.08217927444262667},
    {1000, 200, {0.7, 0.3}, {0.6, 0.4}, 8.278606706355525, 1, 0.0040114899033424165, 0.07679381565484056},
    {2000,
     400,
     {0.4, 0.3, 0.2, 0.1},
     {0.2, 0.3, 0.4, 0.1},
     98.41589734826735,
     3,
     3.404705826899334e-21,
     0.19324843331389654},
    {500,
     60,
     {0.2, 0.2, 0.2, 0.2, 0.2},
     {0.4, 0.1, 0.1, 0.2, 0.2},
     12.874479308445967,
     4,
     0.01190567754003414,
     0.19219950584502687},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(value_shares, *boost::unit_test::tolerance(1e-9))

BOOST_DATA_TEST_CASE(they_are_those_of_the_reference, bdata::make(kCases), seen) {
  const drift::Distribution reference = drift::distribution_of(tests::drawn_categories(3, seen.n, seen.before), 0);
  const std::vector<double> current = tests::drawn_categories(5, seen.m, seen.now);
  const auto test = drift::chi_squared(reference, current);
  BOOST_TEST(test->statistic == seen.statistic);
  BOOST_TEST(test->degrees == seen.degrees);
  BOOST_TEST(test->p_value == seen.p_value);
  BOOST_TEST(*drift::jensen_shannon_distance(reference, current) == seen.distance);
}

BOOST_AUTO_TEST_CASE(a_value_that_is_new_is_seen) {
  const drift::Distribution reference = drift::distribution_of(tests::drawn_categories(3, 1000, {0.5, 0.5}), 0);
  const std::vector<double> all_new(40, 7.0);
  BOOST_TEST(drift::chi_squared(reference, all_new)->p_value < 1e-20);
  BOOST_TEST(*drift::jensen_shannon_distance(reference, all_new) == std::sqrt(std::log(2)));
}

BOOST_AUTO_TEST_CASE(rare_values_count_together) {
  // Each of fifty values is expected less than once among the forty; one by one they would seem a wonder.
  std::vector<double> current(30, 0.0);
  for (int value = 0; value < 10; ++value)
    current.push_back(100 + value);
  const drift::Distribution reference = drift::distribution_of(tests::drawn_categories(3, 1000, {0.7, 0.3}), 0);
  BOOST_TEST(drift::chi_squared(reference, current)->degrees == 2);
}

BOOST_AUTO_TEST_CASE(one_value_on_both_sides_has_not_moved) {
  const std::vector<double> constant(40, 1.0);
  BOOST_TEST(drift::chi_squared(drift::distribution_of(constant, 0), constant)->p_value == 1);
  BOOST_TEST(*drift::jensen_shannon_distance(drift::distribution_of(constant, 0), constant) == 0);
}

BOOST_AUTO_TEST_CASE(too_few_values_on_either_side_are_not_computed) {
  const std::vector<double> few(29, 1.0);
  const std::vector<double> enough(30, 1.0);
  BOOST_TEST(!drift::chi_squared(drift::distribution_of(few, 9), enough));
  BOOST_TEST(!drift::chi_squared(drift::distribution_of(enough, 0), few));
  BOOST_TEST(!drift::jensen_shannon_distance(drift::distribution_of(few, 9), enough));
}

BOOST_AUTO_TEST_SUITE_END()
