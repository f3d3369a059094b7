#include "common/evaluation/estimated_precision.hpp"

#include "common/evaluation/calibration_test.hpp"
#include "common/random/split_mix.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <vector>

using namespace clearwell;
namespace bdata = boost::unit_test::data;

namespace {

/// Positive calls of a window, with probabilities from 0.5 to 1, and what the laboratory would say of each.
struct Window {
  Window(std::uint64_t seed, int n, double bias = 0) {
    random::SplitMix64 random(seed);
    for (int call = 0; call < n; ++call) {
      const double probability = 0.5 + random.fraction() / 2;
      probabilities.push_back(static_cast<float>(probability));
      labels.push_back(random.fraction() < probability + bias ? 1 : 0);
      right += labels.back();
    }
  }
  bool is_covered() const {
    const auto estimate = evaluation::estimate_precision(probabilities);
    const double precision = right / static_cast<double>(labels.size());
    return precision >= estimate->lower - 1e-12 && precision <= estimate->upper + 1e-12;
  }

  std::vector<float> probabilities;
  std::vector<std::uint8_t> labels;
  double right = 0;
};

const int kSizes[] = {30, 100, 1000, 3000};

}  // namespace

BOOST_AUTO_TEST_SUITE(estimated_precision)

// Expected: scipy 1.17.1, binom(40, 0.75): mean, and the counts that leave at most 0.025 on either side.
BOOST_AUTO_TEST_CASE(equal_probabilities_are_a_binomial) {
  const auto estimate = evaluation::estimate_precision(std::vector<float>(40, 0.75F));
  BOOST_TEST(estimate->precision == 0.75);
  BOOST_TEST(estimate->lower == 24 / 40.0);
  BOOST_TEST(estimate->upper == 35 / 40.0);
}

BOOST_AUTO_TEST_CASE(certainty_has_no_width) {
  const auto estimate = evaluation::estimate_precision(std::vector<float>(30, 1.0F));
  BOOST_CHECK((*estimate == evaluation::EstimatedPrecision{1, 1, 1}));
}

BOOST_DATA_TEST_CASE(of_calibrated_windows_the_stated_share_is_covered, bdata::make(kSizes), n) {
  int covered = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed)
    covered += Window(seed, n).is_covered() ? 1 : 0;
  BOOST_TEST(covered >= 372);  // 95 % less three standard deviations of 400 trials
}

BOOST_AUTO_TEST_CASE(where_the_water_no_longer_means_the_same_it_is_wrong_and_the_calibration_test_says_so) {
  int covered = 0;
  int found = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Window window(seed, 200, -0.2);
    covered += window.is_covered() ? 1 : 0;
    found += evaluation::test_calibration(window.probabilities, window.labels)->p_value < 0.01 ? 1 : 0;
  }
  BOOST_TEST(covered <= 2);
  BOOST_TEST(found >= 98);
}

BOOST_AUTO_TEST_CASE(few_calls_are_not_judged) {
  BOOST_TEST(!evaluation::estimate_precision(std::vector<float>(29, 0.7F)));
}

BOOST_AUTO_TEST_SUITE_END()
