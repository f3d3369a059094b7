#include "common/drift/population_stability.hpp"

#include "common/random/split_mix.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace clearwell;

namespace {

std::vector<double> steps(int n, double factor) {
  std::vector<double> values;
  for (int i = 0; i < n; ++i)
    values.push_back(factor * i);
  return values;
}

std::vector<double> uniform_sample(int n, std::uint64_t seed) {
  random::SplitMix64 random(seed);
  std::vector<double> values;
  for (int i = 0; i < n; ++i)
    values.push_back(random.fraction());
  std::sort(values.begin(), values.end());
  return values;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(population_stability)

// Expected: the same sum in numpy, and scipy's chi-squared quantile, which Wilson and Hilferty's stands for.
BOOST_AUTO_TEST_CASE(a_stretched_sample) {
  const auto found = drift::population_stability(drift::distribution_of(steps(100, 1), 0), steps(80, 1.5));
  BOOST_TEST(found->n_bins == 10);
  BOOST_TEST(found->index == 0.1520572641066966, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(found->by_chance == 0.4874848725, boost::test_tools::tolerance(0.005));
}

BOOST_AUTO_TEST_CASE(the_same_sample_has_not_moved) {
  BOOST_TEST(drift::population_stability(drift::distribution_of(steps(100, 1), 0), steps(100, 1))->index < 1e-20);
}

BOOST_AUTO_TEST_CASE(two_classes_of_a_value_are_two_bins) {
  std::vector<double> reference(50, 0.0);
  reference.resize(100, 1.0);
  std::vector<double> current(20, 0.0);
  current.resize(80, 1.0);
  const auto found = drift::population_stability(drift::distribution_of(reference, 0), current);
  BOOST_TEST(found->n_bins == 2);
  // (0.5 - 20.5/81) ln(0.5 / (20.5/81)) and the like for the other half
  BOOST_TEST(found->index == 0.2671, boost::test_tools::tolerance(0.001));
}

BOOST_AUTO_TEST_CASE(chance_is_exceeded_about_once_in_a_hundred) {
  int beyond = 0;
  for (std::uint64_t trial = 0; trial < 1000; ++trial) {
    const auto found = drift::population_stability(drift::distribution_of(uniform_sample(300, 2 * trial), 0),
                                                   uniform_sample(200, 2 * trial + 1));
    beyond += found->index > found->by_chance ? 1 : 0;
  }
  BOOST_TEST(beyond >= 2);
  BOOST_TEST(beyond <= 22);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_compared_is_not_computed) {
  BOOST_TEST(!drift::population_stability(drift::distribution_of(steps(29, 1), 1000), steps(100, 1)));
  BOOST_TEST(!drift::population_stability(drift::distribution_of(steps(100, 1), 0), steps(29, 1)));
  const std::vector<double> constant(100, 7.0);
  BOOST_TEST(!drift::population_stability(drift::distribution_of(constant, 0), steps(100, 1)));
}

BOOST_AUTO_TEST_SUITE_END()
