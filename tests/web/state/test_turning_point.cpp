#include "tests/common/category_models.hpp"
#include "tests/common/loaded_predictor.hpp"
#include "tests/web/small_model.hpp"
#include "web/state/turning_point.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>

namespace {

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using namespace clearwell::state;

std::string trees_file(std::size_t n_features, int n_trees, int depth, std::uint64_t seed) {
  return onnx::write_model(scoring::build_model(tests::random_trees(n_features, n_trees, depth, seed),
                                                tests::example_spec(n_features), tests::example_facts(n_features)));
}

std::shared_ptr<const ModelSteps> model_of(const std::string& bytes) {
  return std::make_shared<const ModelSteps>(std::make_shared<const scoring::Predictor>(tests::loaded(bytes)));
}

std::optional<TurningPoint> turning_point(const std::shared_ptr<const ModelSteps>& model, const WhatIf& what_if) {
  TurningPointSearch search(model, what_if);
  while (!search.done())
    search.step();
  return search.turning_point();
}

bool turns(const ModelSteps& model, const WhatIf& what_if, std::size_t feature, double value) {
  std::vector<float> row = row_of(what_if);
  row[feature] = static_cast<float>(value);
  return model.predictor->predict(row).positive != what_if.estimate->prediction.positive;
}

/// Every value of every number's slider with the digits of its field.
std::optional<TurningPoint> by_trying_all(const ModelSteps& model, const WhatIf& what_if) {
  std::optional<TurningPoint> best;
  for (std::size_t f = 0; f < what_if.entries.size(); ++f) {
    const spec::FeatureSpec& feature = model.predictor->spec().features[f];
    const scoring::TrainingRange& training = model.predictor->facts().training_ranges[f];
    const spec::Range slider = slider_range(feature, training);
    const double digits = std::pow(10.0, feature.decimals);
    for (double whole = std::ceil(slider.low * digits); whole <= slider.high * digits; ++whole) {
      const double value = whole / digits;
      const double share = std::abs(value - what_if.entries[f].value) / (training.high - training.low);
      if ((!best || share < best->share) && turns(model, what_if, f, value)) best = TurningPoint{f, value, share};
    }
  }
  return best;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(turning_points)

BOOST_AUTO_TEST_CASE(of_a_linear_model_it_is_where_the_line_meets_the_threshold) {
  const auto model = model_of(test::small_model_bytes());
  const WhatIf typical = typical_sample(*model->predictor);  // margin 1; positive from ln(0.6 / 0.4) = 0.405 on
  const auto found = turning_point(model, typical);
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(found->feature == 0U);
  BOOST_TEST(found->value == 19.4);
  BOOST_TEST(found->share == 0.03, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_feature_that_is_not_measured_is_not_changed) {
  const auto model = model_of(test::small_model_bytes());
  WhatIf what_if = typical_sample(*model->predictor);
  what_if.entries[0].measured = false;
  what_if.estimate = estimate(*model->predictor, what_if);
  const auto found = turning_point(model, what_if);
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(found->feature == 1U);
  BOOST_TEST(found->value == 4);
}

BOOST_AUTO_TEST_CASE(where_no_single_value_turns_the_answer_there_is_none) {
  const auto model = model_of(tests::tree_file(4, 12, 5, 0.999));  // leaves of at most 0.4 never reach it
  BOOST_TEST(!turning_point(model, typical_sample(*model->predictor)).has_value());
}

const std::uint64_t kSeeds[] = {1, 2, 3, 4, 5, 6, 7, 8};
BOOST_DATA_TEST_CASE(of_trees_it_is_the_smallest_of_all, kSeeds, seed) {
  const auto model = model_of(trees_file(3, 12, 4, seed));
  WhatIf what_if = typical_sample(*model->predictor);
  what_if.entries[0].value = 1.37;
  what_if.entries[2].value = -4.2;
  what_if.estimate = estimate(*model->predictor, what_if);
  const auto found = turning_point(model, what_if);
  const auto expected = by_trying_all(*model, what_if);
  BOOST_REQUIRE(found.has_value() == expected.has_value());
  if (!found) return;
  BOOST_TEST(found->share == expected->share, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(turns(*model, what_if, found->feature, found->value));
}

BOOST_DATA_TEST_CASE(of_a_smooth_model_it_turns_the_answer_and_is_the_smallest_to_a_hundredth, kSeeds, seed) {
  const auto model = model_of(tests::standardised_file(tests::random_machine(3, 30, seed)));
  const WhatIf what_if = typical_sample(*model->predictor);
  const auto found = turning_point(model, what_if);
  const auto expected = by_trying_all(*model, what_if);
  BOOST_REQUIRE(found.has_value() == expected.has_value());
  if (!found) return;
  BOOST_TEST(found->share <= expected->share + 0.01);
  BOOST_TEST(turns(*model, what_if, found->feature, found->value));
}

BOOST_AUTO_TEST_CASE(another_category_counts_as_a_whole_range) {
  const auto model = model_of(tests::category_file(tests::category_linear()));
  WhatIf what_if = typical_sample(*model->predictor);
  for (std::size_t number : {0U, 1U})
    what_if.entries[number].measured = false;
  what_if.estimate = estimate(*model->predictor, what_if);
  const auto found = turning_point(model, what_if);
  bool any = false;
  for (std::size_t feature : {2U, 3U})
    for (std::size_t category = 0; category < model->predictor->spec().features[feature].categories.size(); ++category)
      any = any || turns(*model, what_if, feature, static_cast<double>(category));
  BOOST_REQUIRE(found.has_value() == any);
  if (found) BOOST_TEST(found->share == 1);
}

BOOST_AUTO_TEST_SUITE_END()
