#include "common/evaluation/precision_curve.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <vector>

namespace {

using namespace clearwell::evaluation;

}  // namespace

BOOST_AUTO_TEST_SUITE(precision_curves)

BOOST_AUTO_TEST_CASE(it_counts_what_each_score_as_threshold_would_call_positive) {
  const std::vector<float> scores = {0.2F, 0.9F, 0.5F, 0.9F, 0.5F};
  const std::vector<std::uint8_t> labels = {0, 1, 0, 0, 1};
  const std::vector<ThresholdPoint> expected = {{0.9F, 2, 1}, {0.5F, 4, 2}, {0.2F, 5, 2}};
  BOOST_TEST((precision_curve(scores, labels) == expected));
}

BOOST_AUTO_TEST_CASE(of_many_scores_it_keeps_as_many_as_wanted_and_the_last) {
  std::vector<float> scores;
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < 1000; ++i) {
    scores.push_back(static_cast<float>(i));
    labels.push_back(i >= 400 ? 1 : 0);
  }
  const std::vector<ThresholdPoint> points = precision_curve(scores, labels, 10);
  BOOST_REQUIRE(points.size() == 10U);
  BOOST_TEST((points.front() == ThresholdPoint{900, 100, 100}));
  BOOST_TEST((points.back() == ThresholdPoint{0, 1000, 600}));
}

BOOST_AUTO_TEST_CASE(one_score_is_one_point) {
  const std::vector<float> scores(50, 0.5F);
  const std::vector<std::uint8_t> labels(50, 1);
  BOOST_TEST((precision_curve(scores, labels, 10) == std::vector<ThresholdPoint>{{0.5F, 50, 50}}));
}

BOOST_AUTO_TEST_CASE(without_rows_there_is_no_curve) {
  BOOST_TEST(precision_curve({}, {}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
