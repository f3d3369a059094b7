#include "common/scoring/coalition_explainer.hpp"

#include "common/onnx/wire.hpp"
#include "common/scoring/predictor.hpp"
#include "tests/common/example_models.hpp"
#include "tests/common/loaded_predictor.hpp"
#include "tests/common/scoring/brute_force_shapley.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace bdata = boost::unit_test::data;
namespace onnx = clearwell::onnx;
namespace scoring = clearwell::scoring;
namespace tests = clearwell::tests;

namespace {

/// What the file itself says of the row whose features outside `known` are the medians.
double worth(const scoring::Predictor& predictor, const scoring::Standardisation& standardisation,
             const std::vector<float>& row, unsigned known) {
  std::vector<float> mixed = standardisation.medians;
  for (std::size_t f = 0; f < row.size(); ++f)
    if ((known >> f & 1U) != 0) mixed[f] = row[f];
  return static_cast<double>(predictor.predict(mixed).margin);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(coalition_explanations)

BOOST_DATA_TEST_CASE(up_to_ten_features_get_their_shapley_values, bdata::make({1, 2, 7, 10}), width) {
  const auto n = static_cast<unsigned>(width);
  const scoring::NeuralNetwork ensemble = tests::random_networks(n, 2, {12}, 31);
  const auto predictor = tests::loaded(tests::standardised_file(ensemble));
  std::mt19937_64 random(32);
  for (int i = 0; i < 3; ++i) {
    const std::vector<float> row = tests::random_row(n, 6, random);
    const std::vector<double> contributions = predictor.contributions(row);
    BOOST_REQUIRE(contributions.size() == n + 1);
    const auto of = [&](unsigned known) { return worth(predictor, ensemble.standardisation, row, known); };
    for (unsigned f = 0; f < n; ++f)
      BOOST_CHECK_SMALL(contributions[f] - tests::brute_force_shapley(n, f, of), 1e-6);
    BOOST_CHECK_SMALL(contributions[n] - of(0), 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(more_features_get_values_close_to_theirs) {
  const unsigned n = 13;
  const scoring::NeuralNetwork ensemble = tests::random_networks(n, 2, {12}, 33);
  const auto predictor = tests::loaded(tests::standardised_file(ensemble));
  std::mt19937_64 random(34);
  const std::vector<float> row = tests::random_row(n, 6, random);
  const std::vector<double> contributions = predictor.contributions(row);
  const auto of = [&](unsigned known) { return worth(predictor, ensemble.standardisation, row, known); };
  double largest = 0;
  double furthest = 0;
  for (unsigned f = 0; f < n; ++f) {
    const double exact = tests::brute_force_shapley(n, f, of);
    largest = std::max(largest, std::fabs(exact));
    furthest = std::max(furthest, std::fabs(contributions[f] - exact));
  }
  BOOST_TEST(furthest < 0.05 * largest);
  BOOST_TEST((contributions == predictor.contributions(row)));
}

BOOST_DATA_TEST_CASE(contributions_add_up_to_the_margin, bdata::make({4, 10, 11, 60, 500}), width) {
  const auto n = static_cast<std::size_t>(width);
  const auto predictor = tests::loaded(tests::standardised_file(tests::random_networks(n, 2, {6, 5}, 35)));
  std::mt19937_64 random(36);
  const std::vector<float> row = tests::random_row(n, 6, random);
  const std::vector<double> contributions = predictor.contributions(row);
  BOOST_CHECK_SMALL(std::accumulate(contributions.begin(), contributions.end(), 0.0) -
                        static_cast<double>(predictor.predict(row).margin),
                    1e-5);
  for (std::size_t f = 0; f < n; ++f)
    if (std::isnan(row[f])) BOOST_TEST(contributions[f] == 0);
}

// Without a hidden layer the features only add up: each contributes what it changes alone, whatever the orders.
BOOST_AUTO_TEST_CASE(features_that_only_add_up_get_what_each_changes_alone) {
  const unsigned n = 20;
  const scoring::NeuralNetwork ensemble = tests::random_networks(n, 1, {}, 37);
  const auto predictor = tests::loaded(tests::standardised_file(ensemble));
  std::mt19937_64 random(38);
  const std::vector<float> row = tests::random_row(n, 6, random);
  const std::vector<double> contributions = predictor.contributions(row);
  for (unsigned f = 0; f < n; ++f) {
    const scoring::Standardisation& standardisation = ensemble.standardisation;
    const double change =
        standardisation.standardised(f, row[f]) - standardisation.standardised(f, standardisation.medians[f]);
    BOOST_CHECK_SMALL(contributions[f] - change * ensemble.networks[0][0].weights[f], 1e-12);
  }
}

// A graph that no other explainer knows: the linear model with its product taken twice.
BOOST_AUTO_TEST_CASE(any_graph_is_explained) {
  const scoring::LinearModel linear = tests::example_linear();
  auto model = scoring::build_model(linear, tests::example_spec(3), tests::example_facts(3));
  for (onnx::Node& node : model.graph.nodes)
    if (node.op_type == "Add" && node.outputs[0] == "margin_double") node.inputs[1] = "weighted_sum";
  const auto predictor = tests::loaded(onnx::write_model(model));
  const float row[] = {2, 1, -1};
  const std::vector<double> contributions = predictor.contributions(row);
  // example_facts names 0 as each feature's median.
  BOOST_CHECK_SMALL(contributions[0] - 2 * 0.7 * 2, 1e-12);
  BOOST_CHECK_SMALL(contributions[1] - 2 * -1.1 * 0.5, 1e-12);
  BOOST_CHECK_SMALL(contributions[2] - 2 * 0.3 * -0.25, 1e-12);
}

// A file of half a megabyte that names one matrix again and again.
BOOST_AUTO_TEST_CASE(a_graph_that_takes_too_long_to_explain_is_refused) {
  scoring::NeuralNetwork ensemble = tests::random_networks(60, 1, {250, 250}, 39);
  auto model = scoring::build_model(ensemble, tests::example_spec(60), tests::example_facts(60));
  std::vector<onnx::Node> again;
  std::string value = "network_0_layer_1_rectified";
  for (int i = 0; i < 20; ++i) {
    onnx::Node node;
    node.op_type = "MatMul";
    node.inputs = {value, "network_0_layer_1_weights"};
    node.outputs = {value = "again_" + std::to_string(i)};
    again.push_back(node);
  }
  auto& nodes = model.graph.nodes;
  const auto last = std::find_if(nodes.begin(), nodes.end(), [](const onnx::Node& node) {
    return node.outputs[0] == "network_0_layer_2_weighted";
  });
  last->inputs[0] = value;
  nodes.insert(last, again.begin(), again.end());
  const auto predictor = scoring::Predictor::load(onnx::write_model(model));
  BOOST_REQUIRE(!predictor);
  const std::size_t steps = onnx::Program::compile(model)->steps();
  BOOST_TEST(steps > 20U * 250 * 250);
  BOOST_TEST(predictor.error().message == "model file: to explain one row it would be asked 946 times, " +
                                              std::to_string(steps) +
                                              " multiplications each; at most 1000000000 together are accepted");
  BOOST_TEST(predictor.error().field == "graph");
}

BOOST_AUTO_TEST_SUITE_END()
