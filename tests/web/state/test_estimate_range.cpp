#include "tests/common/category_models.hpp"
#include "tests/common/loaded_predictor.hpp"
#include "tests/web/small_model.hpp"
#include "web/state/estimate_range.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <random>
#include <utility>

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

/// Values and an uncertainty for them; NaN is not measured.
WhatIf with_values(const ModelSteps& model, const std::vector<double>& values, double percent) {
  WhatIf what_if = typical_sample(*model.predictor);
  for (std::size_t i = 0; i < values.size(); ++i) {
    what_if.entries[i].measured = values[i] == values[i];
    if (what_if.entries[i].measured) what_if.entries[i].value = values[i];
  }
  what_if.uncertainty.value = percent;
  what_if.estimate = estimate(*model.predictor, what_if);
  return what_if;
}

EstimateRange range_of(const std::shared_ptr<const ModelSteps>& model, const WhatIf& what_if) {
  RangeSearch search(model, what_if);
  while (!search.done())
    search.step();
  return search.range();
}

/// The ends among many values of the box, by chance.
std::pair<float, float> drawn_ends(const ModelSteps& model, const WhatIf& what_if) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> share(-1, 1);
  std::pair<float, float> ends{what_if.estimate->prediction.margin, what_if.estimate->prediction.margin};
  for (int i = 0; i < 20'000; ++i) {
    std::vector<float> row = row_of(what_if);
    for (std::size_t f = 0; f < row.size(); ++f)
      if (model.predictor->spec().features[f].is_number())
        row[f] = static_cast<float>(what_if.entries[f].value * (1 + share(random) * what_if.uncertainty.value / 100));
    const float margin = model.predictor->predict(row).margin;
    ends = {std::min(ends.first, margin), std::max(ends.second, margin)};
  }
  return ends;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(estimate_ranges)

BOOST_AUTO_TEST_CASE(a_linear_model_s_ends_are_those_of_the_meters) {
  const auto model = model_of(test::small_model_bytes());  // margin = sweetness - 20 - 2 (depth - 3) + 1
  const EstimateRange range = range_of(model, with_values(*model, {20, 4}, 10));
  BOOST_TEST(range.exact);
  BOOST_TEST(range.low.margin == 18 - 20 - 2 * (4.4F - 3) + 1, boost::test_tools::tolerance(1e-5F));
  BOOST_TEST(range.high.margin == 22 - 20 - 2 * (3.6F - 3) + 1, boost::test_tools::tolerance(1e-5F));
}

BOOST_AUTO_TEST_CASE(a_value_is_never_taken_beyond_what_is_plausible) {
  spec::FeatureSpec feature;
  feature.plausible = {0, 14};
  BOOST_TEST((uncertain_range(feature, 13, 10) == spec::Range{13 - 1.3, 14}));
  feature.plausible = {-40, 60};
  BOOST_TEST((uncertain_range(feature, -20, 50) == spec::Range{-30, -10}));
}

BOOST_AUTO_TEST_CASE(without_an_uncertainty_there_is_one_answer) {
  const auto model = model_of(test::small_model_bytes());
  const WhatIf what_if = with_values(*model, {20, 4}, 0);
  const EstimateRange range = range_of(model, what_if);
  BOOST_TEST(range.exact);
  BOOST_TEST((range.low == what_if.estimate->prediction));
  BOOST_TEST((range.high == what_if.estimate->prediction));
}

BOOST_AUTO_TEST_CASE(what_is_not_measured_has_no_uncertainty) {
  const auto model = model_of(test::small_model_bytes());
  const EstimateRange range = range_of(model, with_values(*model, {20, std::nan("")}, 10));
  BOOST_TEST(range.high.margin - range.low.margin == 4, boost::test_tools::tolerance(1e-5F));
}

const std::uint64_t kSeeds[] = {1, 2, 3, 4, 5, 6};
BOOST_DATA_TEST_CASE(trees_have_exact_ends_that_no_draw_exceeds, kSeeds, seed) {
  const auto model = model_of(trees_file(3, 8, 3, seed));
  const WhatIf what_if = with_values(*model, {4, -6, 8}, 30);
  const EstimateRange range = range_of(model, what_if);
  const auto [lowest, highest] = drawn_ends(*model, what_if);
  BOOST_TEST(range.exact);
  BOOST_TEST(range.combinations > 1U);
  BOOST_TEST(range.low.margin <= lowest);
  BOOST_TEST(range.high.margin >= highest);
  // Not too wide either: twenty thousand draws find every step that is not a sliver.
  BOOST_TEST(range.low.margin >= lowest - 0.05F);
  BOOST_TEST(range.high.margin <= highest + 0.05F);
}

BOOST_AUTO_TEST_CASE(trees_with_too_many_steps_are_tried_and_said_to_be) {
  const auto model = model_of(trees_file(6, 200, 5, 9));
  const WhatIf what_if = with_values(*model, {9, -9, 9, -9, 9, -9}, 50);
  const EstimateRange range = range_of(model, what_if);
  BOOST_TEST(!range.exact);
  BOOST_TEST(range.combinations == RangeSearch::kTriedCombinations);
  BOOST_TEST(range.low.margin < what_if.estimate->prediction.margin);
  BOOST_TEST(range.high.margin > what_if.estimate->prediction.margin);
  BOOST_TEST((range_of(model, what_if) == range));  // the same rows every time
}

BOOST_AUTO_TEST_CASE(a_smooth_model_is_tried_and_comes_near_what_chance_finds) {
  const auto model = model_of(tests::standardised_file(tests::random_machine(3, 30, 4)));
  const WhatIf what_if = with_values(*model, {4, -6, 8}, 20);
  const EstimateRange range = range_of(model, what_if);
  const auto [lowest, highest] = drawn_ends(*model, what_if);
  const float width = highest - lowest;
  BOOST_TEST(!range.exact);
  BOOST_TEST(range.low.margin <= lowest + 0.05F * width);
  BOOST_TEST(range.high.margin >= highest - 0.05F * width);
}

BOOST_AUTO_TEST_CASE(a_category_is_taken_as_it_stands) {
  const auto model = model_of(tests::category_file(tests::category_trees()));
  const WhatIf what_if = with_values(*model, {3, 4, 1, 1}, 40);
  const EstimateRange range = range_of(model, what_if);
  const auto [lowest, highest] = drawn_ends(*model, what_if);
  BOOST_TEST(range.low.margin <= lowest);
  BOOST_TEST(range.high.margin >= highest);
  BOOST_TEST(range.high.margin <= highest + 0.05F);
}

BOOST_AUTO_TEST_SUITE_END()
