#include "common/scoring/predictor.hpp"

#include "tests/common/example_models.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace bdata = boost::unit_test::data;
namespace scoring = clearwell::scoring;
namespace tests = clearwell::tests;
using clearwell::spec::DatasetSpec;

namespace {

constexpr std::size_t kFeatures = 4;

template <typename Pipeline>
scoring::Predictor loaded(const Pipeline& pipeline, const DatasetSpec& spec, std::size_t n_features = kFeatures) {
  auto predictor = scoring::Predictor::load(
      clearwell::onnx::write_model(scoring::build_model(pipeline, spec, tests::example_facts(n_features))));
  BOOST_REQUIRE_MESSAGE(predictor, (predictor ? "" : predictor.error().message));
  return std::move(*predictor);
}

scoring::TreeEnsemble trees_from(float base) {
  scoring::TreeEnsemble trees = tests::random_trees(kFeatures, 12, 5, 7);
  trees.base = base;
  return trees;
}

/// One pipeline of each shape, as a classifier and as a regression.
struct Shape {
  const char* name;
  scoring::Predictor (*of)(const DatasetSpec& spec);
};
std::ostream& operator<<(std::ostream& out, const Shape& shape) {
  return out << shape.name;
}
const Shape kShapes[] = {
    {"trees", [](const DatasetSpec& spec) { return loaded(trees_from(0), spec); }},
    {"trees with a base", [](const DatasetSpec& spec) { return loaded(trees_from(212.5F), spec); }},
    {"kernels", [](const DatasetSpec& spec) { return loaded(tests::random_machine(kFeatures, 30, 12), spec); }},
    {"networks", [](const DatasetSpec& spec) { return loaded(tests::random_networks(kFeatures, 2, {5}, 14), spec); }},
};

std::vector<float> random_row(std::mt19937_64& random) {
  std::uniform_real_distribution<float> value(-12, 12);
  std::vector<float> row;
  for (std::size_t i = 0; i < kFeatures; ++i)
    row.push_back(random() % 6 == 0 ? std::numeric_limits<float>::quiet_NaN() : value(random));
  return row;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(regression_predictor)

BOOST_DATA_TEST_CASE(a_regression_answers_what_a_classifier_calls_its_margin, bdata::make(kShapes), shape) {
  const auto classifier = shape.of(tests::example_spec(kFeatures));
  const auto regression = shape.of(tests::example_regression_spec(kFeatures));
  BOOST_TEST(regression.spec().label.unit == "mm");
  std::mt19937_64 random(3);
  for (int i = 0; i < 100; ++i) {
    const std::vector<float> row = random_row(random);
    const scoring::Prediction prediction = regression.predict(row);
    BOOST_REQUIRE_EQUAL(prediction.margin, classifier.predict(row).margin);
    BOOST_REQUIRE_EQUAL(prediction.probability, 0);
    BOOST_REQUIRE(!prediction.positive);
    const std::vector<double> contributions = regression.contributions(row);
    BOOST_REQUIRE(contributions == classifier.contributions(row));
    const double sum = std::accumulate(contributions.begin(), contributions.end(), 0.0);
    BOOST_REQUIRE_SMALL(sum - static_cast<double>(prediction.margin), 1e-6 * (1 + std::fabs(sum)));
  }
}

BOOST_AUTO_TEST_CASE(trees_begin_with_their_base) {
  scoring::TreeEnsemble trees;
  trees.trees = {{{0, 1.5F, 1, 2, true, 10}, {-1, -0.25F, 0, 0, false, 4}, {-1, 0.5F, 0, 0, false, 6}}};
  trees.base = 100;
  const auto predictor = loaded(trees, tests::example_regression_spec(1), 1);
  const float at[] = {1.5F};
  BOOST_TEST(predictor.predict(at).margin == 100.5F);
  const std::vector<double> contributions = predictor.contributions(at);
  BOOST_CHECK_CLOSE(contributions[1], 100 + (4 * -0.25 + 6 * 0.5) / 10, 1e-9);  // the mean of the training rows
}

BOOST_AUTO_TEST_CASE(a_linear_regression_shares_its_value_out) {
  const auto predictor = loaded(tests::example_linear(), tests::example_regression_spec(3), 3);
  const float row[] = {2, 2, -1};
  BOOST_TEST(predictor.predict(row).margin ==
             static_cast<float>(-0.2 + 0.7 * (2 - 0.5) - 1.1 * (2 - 2.5) * 0.5 + 0.3 * (-1 - 3.5) * 0.25));
  BOOST_CHECK_CLOSE(predictor.contributions(row)[0], 0.7 * 1.5, 1e-9);
}

BOOST_AUTO_TEST_CASE(a_file_says_its_unit_and_has_neither_threshold_nor_classes) {
  const auto model =
      scoring::build_model(tests::example_linear(), tests::example_regression_spec(3), tests::example_facts(3));
  BOOST_TEST(*model.metadata("value_unit") == "mm");
  BOOST_TEST((model.metadata("decision_threshold") == nullptr));
  BOOST_REQUIRE(model.graph.outputs.size() == 1);
  BOOST_TEST(model.graph.outputs[0].name == "value");
}

BOOST_AUTO_TEST_CASE(a_regression_without_a_value_is_refused) {
  auto model = scoring::build_model(tests::example_linear(), tests::example_spec(3), tests::example_facts(3));
  for (auto& [key, value] : model.metadata_props)
    if (key == "clearwell_spec") value = clearwell::spec::to_json(tests::example_regression_spec(3));
  const auto predictor = scoring::Predictor::load(clearwell::onnx::write_model(model));
  BOOST_REQUIRE(!predictor);
  BOOST_TEST(predictor.error().message == "model file: the output \"value\" is missing");
  BOOST_TEST(predictor.error().field == "graph.output");
}

BOOST_AUTO_TEST_SUITE_END()
