#include "common/drift/kolmogorov_smirnov.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace clearwell;

namespace {

std::vector<double> steps(int n, double factor, double power = 1) {
  std::vector<double> values;
  for (int i = 0; i < n; ++i)
    values.push_back(factor * std::pow(i, power));
  return values;
}

}  // namespace

// Expected: scipy 1.17.1, ks_2samp.
BOOST_AUTO_TEST_SUITE(kolmogorov_smirnov, *boost::unit_test::tolerance(1e-12))

BOOST_AUTO_TEST_CASE(a_stretched_sample) {
  const auto found = drift::kolmogorov_smirnov(drift::distribution_of(steps(100, 1), 0), steps(80, 1.5));
  BOOST_TEST(found->distance == 0.1675);
  BOOST_TEST(found->p_value == 0.14816402199253104);
}

BOOST_AUTO_TEST_CASE(of_a_thinned_reference_the_distance_is_too_small_by_a_255th_at_most) {
  const auto found =
      drift::kolmogorov_smirnov(drift::distribution_of(steps(1000, 0.001), 0), steps(400, 1 / std::pow(400, 1.2), 1.2));
  BOOST_TEST(found->distance <= 0.069);
  BOOST_TEST(found->distance >= 0.069 - 1.0 / 255);
}

BOOST_AUTO_TEST_CASE(repeated_values) {
  std::vector<double> reference(50, 0.0);
  reference.resize(100, 1.0);
  std::vector<double> current(20, 0.0);
  current.resize(80, 1.0);
  BOOST_TEST(drift::kolmogorov_smirnov(drift::distribution_of(reference, 0), current)->distance == 0.25);
}

BOOST_AUTO_TEST_CASE(the_same_sample_does_not_differ_and_another_one_does_wholly) {
  const drift::Distribution reference = drift::distribution_of(steps(100, 1), 5);
  const auto same = drift::kolmogorov_smirnov(reference, steps(100, 1));
  BOOST_TEST(same->distance == 0);
  BOOST_TEST(same->p_value == 1);
  std::vector<double> beyond(40, 1000.0);
  BOOST_TEST(drift::kolmogorov_smirnov(reference, beyond)->distance == 1);
  BOOST_TEST(drift::kolmogorov_smirnov(reference, beyond)->p_value < 1e-15);
  std::vector<double> before(40, -1.0);
  BOOST_TEST(drift::kolmogorov_smirnov(reference, before)->distance == 1);
}

BOOST_AUTO_TEST_CASE(too_few_values_on_either_side_are_not_computed) {
  BOOST_TEST(!drift::kolmogorov_smirnov(drift::distribution_of(steps(29, 1), 1000), steps(100, 1)));
  BOOST_TEST(!drift::kolmogorov_smirnov(drift::distribution_of(steps(100, 1), 0), steps(29, 1)));
  BOOST_TEST(!drift::kolmogorov_smirnov(drift::distribution_of({}, 100), {}));
}

BOOST_AUTO_TEST_SUITE_END()
