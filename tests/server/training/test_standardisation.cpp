#include "server/training/standardisation.hpp"

#include "server/training/estimator.hpp"
#include "tests/server/training/example_tables.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace clearwell;
using scoring::Standardisation;
using tests::table_of;

namespace {

const double kNaN = std::nan("");

}  // namespace

BOOST_AUTO_TEST_SUITE(standardisation)

BOOST_AUTO_TEST_CASE(gaps_are_filled_by_the_median_and_then_standardised) {
  // Measured 1, 2, 4, 9: median 3. Filled: 1, 2, 4, 9, 3, 3 with mean 22/6 and mean square 120/6.
  const dataset::TrainingTable table = table_of(1, {1, 2, 4, 9, kNaN, kNaN}, {0, 1, 0, 1, 0, 1});
  const Standardisation fitted = training::fit_standardisation(table);
  BOOST_TEST(fitted.medians.at(0) == 3.0F);
  BOOST_CHECK_CLOSE_FRACTION(fitted.means.at(0), 22.0 / 6, 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(fitted.inverse_sds.at(0), 1 / std::sqrt(120.0 / 6 - 22.0 / 6 * (22.0 / 6)), 1e-14);

  const std::vector<double> rows = training::standardised_rows(table, fitted);
  BOOST_REQUIRE(rows.size() == 6);
  double sum = 0;
  double squares = 0;
  for (const double value : rows) {
    sum += value;
    squares += value * value;
  }
  BOOST_CHECK_SMALL(sum, 1e-14);
  BOOST_CHECK_CLOSE_FRACTION(squares, 6, 1e-14);
  BOOST_TEST(rows[4] == (3 - fitted.means[0]) * fitted.inverse_sds[0]);
}

BOOST_AUTO_TEST_CASE(features_without_spread_or_measurements_become_zero) {
  // 0.1 is no float32: its mean over four rows may differ from it in the last digit, which is no spread.
  const dataset::TrainingTable table = table_of(2, {0.1, kNaN, 0.1, kNaN, 0.1, kNaN, 0.1, kNaN}, {1, 1, 1, 0});
  const Standardisation fitted = training::fit_standardisation(table);
  for (const double inverse_sd : fitted.inverse_sds)
    BOOST_TEST(inverse_sd == 0);
  for (const double value : training::standardised_rows(table, fitted))
    BOOST_TEST(value == 0);
}

BOOST_AUTO_TEST_CASE(an_infinite_value_is_an_error) {
  const dataset::TrainingTable table = table_of(2, {1, 2, 3, INFINITY}, {0, 1});
  BOOST_CHECK_EXCEPTION(
      training::fit_standardisation(table), training::TrainingError, [](const training::TrainingError& error) {
        return std::string(error.what()) == "feature 1 of row 1 is infinite: there is no mean to subtract";
      });
}

BOOST_AUTO_TEST_SUITE_END()
