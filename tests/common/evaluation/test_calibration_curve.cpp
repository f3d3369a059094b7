#include "common/evaluation/calibration_curve.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;
using evaluation::CalibrationBin;

BOOST_AUTO_TEST_SUITE(calibration_curve)

BOOST_AUTO_TEST_CASE(bins_hold_equally_many_rows) {
  std::vector<float> probabilities;
  std::vector<std::uint8_t> labels;
  for (int row = 0; row < 100; ++row) {
    probabilities.push_back(static_cast<float>(99 - row) / 100);
    labels.push_back(row < 30 ? 1 : 0);
  }
  const std::vector<CalibrationBin> bins = evaluation::calibration_curve(probabilities, labels, 4);
  BOOST_REQUIRE(bins.size() == 4);
  for (const CalibrationBin& bin : bins)
    BOOST_TEST(bin.rows == 25);
  BOOST_TEST(bins[0].mean_probability == 0.12, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(bins[0].positives == 0);
  BOOST_TEST(bins[2].positives == 5);
  BOOST_TEST(bins[3].positive_share() == 1);
  BOOST_CHECK(bins[2].interval == *evaluation::wilson_interval(5, 25));
}

BOOST_AUTO_TEST_CASE(rows_of_one_probability_stay_together) {
  const float probabilities[] = {0.2F, 0.2F, 0.2F, 0.2F, 0.2F, 0.2F, 0.9F, 0.9F};
  const std::uint8_t labels[] = {0, 0, 1, 0, 0, 1, 1, 1};
  const std::vector<CalibrationBin> bins = evaluation::calibration_curve(probabilities, labels, 4);
  BOOST_REQUIRE(bins.size() == 2);
  BOOST_TEST(bins[0].rows == 6);
  BOOST_TEST(bins[1].positives == 2);
}

BOOST_AUTO_TEST_CASE(without_rows_there_are_no_bins) {
  BOOST_TEST(evaluation::calibration_curve({}, {}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
