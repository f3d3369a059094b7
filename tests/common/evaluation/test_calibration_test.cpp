#include "common/evaluation/calibration_test.hpp"

#include "common/random/split_mix.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

using clearwell::evaluation::CalibrationTest;
using clearwell::evaluation::test_calibration;

namespace {

struct Rows {
  /// Probabilities that are dealt out evenly, and labels with `bias` added to what is true of them.
  Rows(std::uint64_t seed, int n, double bias, double stretch = 1) {
    clearwell::random::SplitMix64 random(seed);
    for (int row = 0; row < n; ++row) {
      const double told = random.fraction();
      probabilities.push_back(static_cast<float>(told));
      labels.push_back(random.fraction() < 0.5 + (told - 0.5) * stretch + bias ? 1 : 0);
    }
  }
  std::optional<CalibrationTest> test() const { return test_calibration(probabilities, labels); }

  std::vector<float> probabilities;
  std::vector<std::uint8_t> labels;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(calibration_test)

BOOST_AUTO_TEST_CASE(calibrated_probabilities_fail_as_seldom_as_stated) {
  int failed = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed)
    failed += Rows(seed, 200, 0).test()->p_value < 0.01 ? 1 : 0;
  BOOST_TEST(failed <= 20);
  BOOST_TEST(failed >= 1);
}

BOOST_AUTO_TEST_CASE(too_high_and_too_extreme_ones_are_found) {
  BOOST_TEST(Rows(1, 1000, -0.1).test()->p_value < 1e-6);
  BOOST_TEST(Rows(1, 1000, 0, 0.6).test()->p_value < 1e-6);
}

BOOST_AUTO_TEST_CASE(how_far_they_are_off_is_told_at_each_probability) {
  const CalibrationTest too_high = *Rows(1, 100'000, -0.1).test();
  BOOST_TEST(std::abs(too_high.mean_gap + 0.1) < 0.02);  // cut off at 0
  const CalibrationTest too_extreme = *Rows(1, 100'000, 0, 0.6).test();
  BOOST_TEST(std::abs(too_extreme.mean_gap) < 0.01);
  BOOST_TEST(std::abs(too_extreme.slope - 0.6) < 0.02);
  BOOST_TEST(std::abs(too_extreme.gap_at(0.5)) < 0.01);
  BOOST_TEST(std::abs(too_extreme.gap_at(0.9) + 0.16) < 0.02);  // 0.5 + 0.4 * 0.6 instead of 0.9
}

// Expected: numpy 2 and scipy 1.17.1, 2 * min of 2 * norm.sf(|z|) of the two sums.
BOOST_AUTO_TEST_CASE(the_figure_is_that_of_the_formula) {
  const std::vector<float> probabilities(100, 0.25F);
  std::vector<std::uint8_t> labels(100, 0);
  std::fill(labels.begin(), labels.begin() + 35, std::uint8_t{1});
  // One probability: both sums have z = 10 / sqrt(100 * 0.25 * 0.75).
  const CalibrationTest test = *test_calibration(probabilities, labels);
  BOOST_TEST(test.p_value == 0.04184267067558806, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(test.mean_probability == 0.25);
  BOOST_TEST(test.mean_gap == 0.1, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(test.slope == 1);
}

BOOST_AUTO_TEST_CASE(certainty_and_few_rows_are_not_judged) {
  BOOST_TEST(!Rows(1, 29, 0).test());
  BOOST_TEST(!test_calibration(std::vector<float>(40, 1.0F), std::vector<std::uint8_t>(40, 1)));
}

BOOST_AUTO_TEST_SUITE_END()
