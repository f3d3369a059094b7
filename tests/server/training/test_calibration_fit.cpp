#include "server/training/calibration_fit.hpp"

#include "common/random/split_mix.hpp"
#include "common/scoring/portable_math.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

namespace bdata = boost::unit_test::data;
namespace portable = clearwell::scoring::portable;
using clearwell::scoring::Calibration;
using clearwell::training::fit_calibration;

namespace {

struct Rows {
  std::vector<float> margins;
  std::vector<std::uint8_t> labels;
};

/// Labels drawn with exactly these log-odds: slope · margin + intercept.
Rows drawn(double slope, double intercept, std::size_t n, double scale) {
  clearwell::random::SplitMix64 random(5);
  Rows rows;
  for (std::size_t row = 0; row < n; ++row) {
    rows.margins.push_back(static_cast<float>(scale * (2 * random.fraction() - 1)));
    const double odds = slope * static_cast<double>(rows.margins.back()) + intercept;
    rows.labels.push_back(random.fraction() < 1 / (1 + std::exp(-odds)) ? 1 : 0);
  }
  return rows;
}

/// The log-loss' derivatives by slope and intercept, which are zero at its minimum, against Platt's targets.
std::pair<double, double> gradient(const Rows& rows, const Calibration& at) {
  double positives = 0;
  for (const auto label : rows.labels)
    positives += label;
  const double negatives = static_cast<double>(rows.labels.size()) - positives;
  std::pair<double, double> sum{0, 0};
  for (std::size_t row = 0; row < rows.labels.size(); ++row) {
    const double target = rows.labels[row] != 0 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2);
    const auto margin = static_cast<double>(rows.margins[row]);
    const double residual = 1 / (1 + std::exp(-(at.slope * margin + at.intercept))) - target;
    sum.first += residual * margin;
    sum.second += residual;
  }
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(calibration_fit)

const double kSlopes[] = {0.5, 1, 4, 8};
const double kIntercepts[] = {0, -0.3, 2, -3};
const double kScales[] = {3, 3, 1, 1};

BOOST_DATA_TEST_CASE(ends_where_the_likelihood_is_highest, bdata::make(kSlopes) ^ kIntercepts ^ kScales, slope,
                     intercept, scale) {
  const Rows rows = drawn(slope, intercept, 4000, scale);
  const Calibration fitted = fit_calibration(rows.margins, rows.labels);
  const auto [by_slope, by_intercept] = gradient(rows, fitted);
  BOOST_CHECK_SMALL(by_slope, 1e-3);
  BOOST_CHECK_SMALL(by_intercept, 1e-3);
  BOOST_CHECK_CLOSE(fitted.slope, slope, 15);
}

BOOST_AUTO_TEST_CASE(perfectly_separated_rows_are_not_taken_for_certain) {
  const Calibration fitted = fit_calibration(std::vector<float>{-2, -1, 1, 2}, std::vector<std::uint8_t>{0, 0, 1, 1});
  // Two rows of each class: the targets are 1/4 and 3/4.
  BOOST_TEST(fitted.probability(2) < 0.9F);
  BOOST_TEST(fitted.probability(2) > 0.6F);
  BOOST_CHECK_SMALL(fitted.intercept, 1e-9);
}

BOOST_AUTO_TEST_CASE(a_falling_relation_does_not_turn_the_order_round) {
  const Rows rows = drawn(-2, -1, 2000, 1);
  const Calibration fitted = fit_calibration(rows.margins, rows.labels);
  BOOST_TEST(fitted.slope > 0);
  BOOST_TEST(fitted.probability(-1) < fitted.probability(1));
  BOOST_CHECK_SMALL(gradient(rows, fitted).second, 1e-3);  // the mean probability is the share of positives
}

BOOST_AUTO_TEST_CASE(a_model_that_says_the_same_of_all_rows_gets_the_base_rate) {
  const std::vector<float> margins(10, 7.5F);
  const std::vector<std::uint8_t> labels = {1, 1, 1, 0, 0, 0, 0, 0, 0, 0};
  const Calibration fitted = fit_calibration(margins, labels);
  const double expected = (3 * (4.0 / 5) + 7 * (1.0 / 9)) / 10;  // the mean of Platt's targets
  BOOST_CHECK_CLOSE(static_cast<double>(fitted.probability(7.5F)), expected, 1e-3);
}

BOOST_AUTO_TEST_CASE(units_of_the_margin_do_not_matter) {
  Rows rows = drawn(1, 0.5, 1000, 2);
  const Calibration fitted = fit_calibration(rows.margins, rows.labels);
  for (float& margin : rows.margins)
    margin *= 1024;
  const Calibration scaled = fit_calibration(rows.margins, rows.labels);
  BOOST_CHECK_CLOSE(scaled.slope * 1024, fitted.slope, 1e-6);
  BOOST_CHECK_CLOSE(scaled.intercept, fitted.intercept, 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
