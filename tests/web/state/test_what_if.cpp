#include "tests/web/small_model.hpp"
#include "web/state/what_if.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using namespace clearwell::state;

scoring::Predictor small_predictor() {
  return scoring::Predictor::load(test::small_model_bytes()).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(what_if)

BOOST_AUTO_TEST_CASE(a_slider_spans_the_training_range_and_half_of_it_on_both_sides) {
  spec::FeatureSpec feature;
  feature.plausible = {0, 1000};
  BOOST_TEST((slider_range(feature, {100, 200, 150, 0}) == spec::Range{50, 250}));
}

BOOST_AUTO_TEST_CASE(a_slider_is_cut_to_the_plausible_range) {
  spec::FeatureSpec feature;
  feature.plausible = {0, 14};
  BOOST_TEST((slider_range(feature, {0, 14, 7, 0}) == spec::Range{0, 14}));
  BOOST_TEST((slider_range(feature, {2, 12, 7, 0}) == spec::Range{0, 14}));
}

BOOST_AUTO_TEST_CASE(a_feature_that_never_varied_has_a_slider_over_its_plausible_range) {
  spec::FeatureSpec feature;
  feature.plausible = {0, 9};
  BOOST_TEST((slider_range(feature, {3, 3, 3, 0}) == spec::Range{0, 9}));
}

BOOST_AUTO_TEST_CASE(it_begins_with_the_training_medians) {
  const WhatIf begin = typical_sample(small_predictor());
  BOOST_REQUIRE(begin.entries.size() == 2U);
  BOOST_TEST(begin.entries[0].value == 20);
  BOOST_TEST(begin.entries[1].value == 3);
  BOOST_TEST(begin.estimate->prediction.margin == 1);
}

BOOST_AUTO_TEST_CASE(what_is_not_measured_is_nan_for_the_model) {
  WhatIf sample = typical_sample(small_predictor());
  sample.entries[1].measured = false;
  const std::vector<float> row = row_of(sample);
  BOOST_TEST(row[0] == 20);
  BOOST_TEST(std::isnan(row[1]));
}

BOOST_AUTO_TEST_CASE(contributions_are_sorted_by_strength) {
  Estimate estimate;
  estimate.contributions = {0.1, -3, 0, 2, 99};  // the last is the bias
  const std::vector<Push> pushes = strongest_first(estimate);
  BOOST_REQUIRE(pushes.size() == 4U);
  BOOST_TEST((pushes[0] == Push{1, -3}));
  BOOST_TEST((pushes[1] == Push{3, 2}));
  BOOST_TEST((pushes[3] == Push{2, 0}));
}

const double kProbabilities[] = {0, 0.0001, 0.154, 0.999, 1};
const int kOfHundred[] = {0, 1, 15, 99, 100};
BOOST_DATA_TEST_CASE(certainty_is_never_rounded_to, bdata::make(kProbabilities) ^ kOfHundred, probability, n) {
  BOOST_TEST(of_hundred(probability) == n);
}

const double kTold[] = {0.5, 0.906, 0.90799, 0.908};
const int kDecimals[] = {0, 1, 3, 0};
BOOST_DATA_TEST_CASE(a_probability_and_the_threshold_are_told_apart, bdata::make(kTold) ^ kDecimals, probability, n) {
  BOOST_TEST(decimals_apart(probability, 0.908) == n);
}

BOOST_AUTO_TEST_CASE(of_nothing_measured_nothing_is_estimated) {
  const scoring::Predictor predictor = small_predictor();
  WhatIf sample = typical_sample(predictor);
  sample.entries[0].measured = false;
  BOOST_TEST(estimate(predictor, sample).has_value());
  sample.entries[1].measured = false;
  BOOST_TEST(!estimate(predictor, sample).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
