#include "common/scoring/predictor.hpp"

#include "common/scoring/portable_math.hpp"
#include "tests/common/example_models.hpp"
#include "tests/common/loaded_predictor.hpp"
#include "tests/common/scoring/brute_force_shapley.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace bdata = boost::unit_test::data;
namespace scoring = clearwell::scoring;
namespace tests = clearwell::tests;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// Walks the trees as they were given to the builder, in float32: an engine of its own to compare with.
float margin_by_hand(const scoring::TreeEnsemble& ensemble, const std::vector<float>& row) {
  float sum = 0;
  for (const auto& tree : ensemble.trees) {
    const scoring::TreeNode* node = tree.data();
    while (node->feature >= 0) {
      const float x = row[static_cast<std::size_t>(node->feature)];
      const bool left = std::isnan(x) ? node->missing_goes_left : x < node->value;
      node = &tree[static_cast<std::size_t>(left ? node->left : node->right)];
    }
    sum += node->value;
  }
  return sum;
}

/// Expected leaf of one tree when only the features of `known` are known: the game whose Shapley values Tree SHAP
/// finds.
double expected_value(const std::vector<scoring::TreeNode>& tree, std::size_t index, const std::vector<float>& row,
                      unsigned known) {
  const scoring::TreeNode& node = tree[index];
  if (node.feature < 0) return static_cast<double>(node.value);
  const auto left = static_cast<std::size_t>(node.left);
  const auto right = static_cast<std::size_t>(node.right);
  if ((known >> node.feature & 1U) != 0) {
    const float x = row[static_cast<std::size_t>(node.feature)];
    return expected_value(tree, (std::isnan(x) ? node.missing_goes_left : x < node.value) ? left : right, row, known);
  }
  const auto l = static_cast<double>(tree[left].cover);
  const auto r = static_cast<double>(tree[right].cover);
  return (l * expected_value(tree, left, row, known) + r * expected_value(tree, right, row, known)) / (l + r);
}

double shapley_by_definition(const scoring::TreeEnsemble& ensemble, const std::vector<float>& row, unsigned feature) {
  return tests::brute_force_shapley(static_cast<unsigned>(row.size()), feature, [&](unsigned known) {
    double sum = 0;
    for (const auto& tree : ensemble.trees)
      sum += expected_value(tree, 0, row, known);
    return sum;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(predictor)

BOOST_AUTO_TEST_CASE(trees_give_the_margin_of_a_walk_by_hand) {
  const auto ensemble = tests::random_trees(5, 40, 6, 11);
  const auto predictor = tests::loaded(
      clearwell::onnx::write_model(scoring::build_model(ensemble, tests::example_spec(5), tests::example_facts(5))));
  std::mt19937_64 random(3);
  for (int i = 0; i < 500; ++i) {
    const auto row = tests::random_row(5, 12, random);
    const auto prediction = predictor.predict(row);
    BOOST_REQUIRE_EQUAL(prediction.margin, margin_by_hand(ensemble, row));
    BOOST_REQUIRE_EQUAL(prediction.probability, scoring::portable::sigmoid(prediction.margin));
  }
}

BOOST_AUTO_TEST_CASE(a_split_value_goes_right_and_its_lower_neighbour_left) {
  scoring::TreeEnsemble ensemble;
  ensemble.trees = {{{0, 1.5F, 1, 2, true, 10}, {-1, -0.25F, 0, 0, false, 4}, {-1, 0.5F, 0, 0, false, 6}}};
  const auto predictor = tests::loaded(
      clearwell::onnx::write_model(scoring::build_model(ensemble, tests::example_spec(1), tests::example_facts(1))));
  const float at[] = {1.5F};
  const float below[] = {std::nextafter(1.5F, 0.0F)};
  const float missing[] = {kNan};
  BOOST_TEST(predictor.predict(at).margin == 0.5F);
  BOOST_TEST(predictor.predict(below).margin == -0.25F);
  BOOST_TEST(predictor.predict(missing).margin == -0.25F);
}

BOOST_AUTO_TEST_CASE(contributions_of_trees_are_shapley_values) {
  const auto ensemble = tests::random_trees(5, 10, 6, 23);
  const auto predictor = tests::loaded(
      clearwell::onnx::write_model(scoring::build_model(ensemble, tests::example_spec(5), tests::example_facts(5))));
  std::mt19937_64 random(4);
  for (int i = 0; i < 40; ++i) {
    const auto row = tests::random_row(5, 12, random);
    const auto contributions = predictor.contributions(row);
    BOOST_REQUIRE_EQUAL(contributions.size(), 6U);
    for (unsigned f = 0; f < 5; ++f)
      BOOST_REQUIRE_SMALL(contributions[f] - shapley_by_definition(ensemble, row, f), 1e-9);
    const double sum = std::accumulate(contributions.begin(), contributions.end(), 0.0);
    BOOST_REQUIRE_SMALL(sum - static_cast<double>(predictor.predict(row).margin), 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(a_linear_model_fills_standardises_and_adds) {
  const auto predictor = tests::loaded(tests::linear_file());
  const float row[] = {2, kNan, -1};
  const double margin = -0.2 + 0.7 * (2 - 0.5) - 1.1 * (2 - 2.5) * 0.5 + 0.3 * (-1 - 3.5) * 0.25;
  BOOST_TEST(predictor.predict(row).margin == static_cast<float>(margin));
  const auto contributions = predictor.contributions(row);
  BOOST_CHECK_CLOSE(contributions[0], 0.7 * 1.5, 1e-9);
  BOOST_CHECK_CLOSE(contributions[1], 1.1 * 0.25, 1e-9);
  BOOST_CHECK_CLOSE(contributions[3], -0.2, 1e-9);
}

BOOST_AUTO_TEST_CASE(calibration_moves_the_probability_and_the_contributions_with_it_but_not_the_margin) {
  const scoring::Calibration calibration{.slope = 2.5, .intercept = -0.75};
  const auto ensemble = tests::random_trees(5, 10, 6, 23);
  const auto predictor = tests::loaded(clearwell::onnx::write_model(
      scoring::build_model(ensemble, tests::example_spec(5), tests::example_facts(5, 0.6), calibration)));
  BOOST_TEST((predictor.calibration() == calibration));
  std::mt19937_64 random(5);
  for (int i = 0; i < 200; ++i) {
    const auto row = tests::random_row(5, 12, random);
    const auto prediction = predictor.predict(row);
    BOOST_REQUIRE_EQUAL(prediction.margin, margin_by_hand(ensemble, row));
    BOOST_REQUIRE_EQUAL(prediction.probability, calibration.probability(prediction.margin));
    BOOST_REQUIRE_EQUAL(prediction.positive, static_cast<double>(prediction.probability) >= 0.6);
    const auto contributions = predictor.contributions(row);
    const double sum = std::accumulate(contributions.begin(), contributions.end(), 0.0);
    BOOST_REQUIRE_SMALL(sum - (2.5 * static_cast<double>(prediction.margin) - 0.75), 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(a_file_without_calibration_has_log_odds_for_margins) {
  BOOST_TEST((tests::loaded(tests::tree_file()).calibration() == scoring::Calibration{}));
}

BOOST_AUTO_TEST_CASE(a_calibration_that_turns_the_order_round_is_refused) {
  const auto file = clearwell::onnx::write_model(scoring::build_model(
      tests::example_linear(), tests::example_spec(3), tests::example_facts(3), {.slope = -1, .intercept = 0}));
  const auto predictor = scoring::Predictor::load(file);
  BOOST_REQUIRE(!predictor);
  BOOST_TEST(predictor.error().message ==
             "model file: the calibration's slope is -1.000000, which would turn the order of the rows round "
             "(accepted: above 0)");
  BOOST_TEST(predictor.error().field == "graph.initializer");
}

BOOST_AUTO_TEST_CASE(a_support_vector_machine_sums_kernels) {
  const scoring::SupportVectorMachine machine = tests::random_machine(4, 60, 12);
  const auto predictor = tests::loaded(tests::standardised_file(machine));
  std::mt19937_64 random(13);
  for (int i = 0; i < 200; ++i) {
    const auto row = tests::random_row(4, 12, random);
    double margin = machine.bias;
    for (std::size_t v = 0; v < 60; ++v) {
      double distance = 0;
      for (std::size_t f = 0; f < 4; ++f)
        distance += std::pow(machine.standardisation.standardised(f, row[f]) - machine.support_vectors[4 * v + f], 2);
      margin += machine.dual_coefficients[v] * std::exp(-machine.gamma * distance);
    }
    BOOST_REQUIRE_SMALL(static_cast<double>(predictor.predict(row).margin) - margin, 1e-6);
  }
}

const std::vector<std::size_t> kHiddenLayers[] = {{}, {7}, {16}, {9, 5}};

BOOST_DATA_TEST_CASE(networks_are_averaged, bdata::make({0, 1, 2, 3}), which) {
  const scoring::NeuralNetwork ensemble =
      tests::random_networks(5, 3, kHiddenLayers[static_cast<std::size_t>(which)], 14);
  const auto predictor = tests::loaded(tests::standardised_file(ensemble));
  std::mt19937_64 random(15);
  for (int i = 0; i < 100; ++i) {
    const auto row = tests::random_row(5, 12, random);
    double margin = 0;
    for (const std::vector<scoring::DenseLayer>& layers : ensemble.networks) {
      std::vector<double> values;
      for (std::size_t f = 0; f < 5; ++f)
        values.push_back(ensemble.standardisation.standardised(f, row[f]));
      for (const scoring::DenseLayer& layer : layers) {
        std::vector<double> outputs = layer.biases;
        for (std::size_t k = 0; k < values.size(); ++k)
          for (std::size_t j = 0; j < layer.n_outputs; ++j)
            outputs[j] += values[k] * layer.weights[k * layer.n_outputs + j];
        if (&layer != &layers.back())
          for (double& output : outputs)
            output = std::max(output, 0.0);
        values = std::move(outputs);
      }
      margin += values.at(0) / 3;
    }
    BOOST_REQUIRE_SMALL(static_cast<double>(predictor.predict(row).margin) - margin, 1e-6);
  }
}

// 64 rows are one block: the results must not depend on where blocks end.
BOOST_DATA_TEST_CASE(rows_do_not_depend_on_their_neighbours, bdata::make({1, 63, 64, 65, 200}), n) {
  const auto predictor = tests::loaded(tests::tree_file());
  std::mt19937_64 random(5);
  std::vector<float> rows;
  for (int i = 0; i < n; ++i)
    for (const float value : tests::random_row(4, 12, random))
      rows.push_back(value);
  std::vector<scoring::Prediction> together(static_cast<std::size_t>(n));
  predictor.predict(rows, together);
  for (std::size_t i = 0; i < together.size(); ++i)
    BOOST_REQUIRE(predictor.predict(std::span<const float>(rows).subspan(4 * i, 4)) == together[i]);
}

BOOST_DATA_TEST_CASE(positive_means_at_or_above_the_threshold, bdata::make({0.0, 0.05, 0.3, 0.5, 0.71, 0.95}),
                     threshold) {
  const auto predictor = tests::loaded(tests::tree_file(4, 12, 5, threshold));
  BOOST_TEST(predictor.facts().threshold >= threshold);
  BOOST_CHECK_SMALL(predictor.facts().threshold - threshold, 1e-6);
  std::mt19937_64 random(6);
  for (int i = 0; i < 500; ++i) {
    const auto prediction = predictor.predict(tests::random_row(4, 12, random));
    BOOST_REQUIRE_EQUAL(prediction.positive,
                        static_cast<double>(prediction.probability) >= predictor.facts().threshold);
  }
}

// A threshold taken from a row's own probability: that row is positive, to the last bit.
BOOST_AUTO_TEST_CASE(a_tie_with_the_threshold_is_positive) {
  const auto first = tests::loaded(tests::tree_file());
  std::mt19937_64 random(8);
  for (int i = 0; i < 50; ++i) {
    const auto row = tests::random_row(4, 12, random);
    const float probability = first.predict(row).probability;
    const auto tied = tests::loaded(tests::tree_file(4, 12, 5, static_cast<double>(probability)));
    BOOST_REQUIRE_EQUAL(tied.facts().threshold, static_cast<double>(probability));
    BOOST_REQUIRE(tied.predict(row).positive);
  }
}

BOOST_AUTO_TEST_CASE(spec_and_facts_travel_inside_the_file) {
  const auto predictor = tests::loaded(tests::linear_file(0.25));
  BOOST_TEST((predictor.spec() == tests::example_spec(3)));
  auto expected = tests::example_facts(3, 0.25);
  expected.threshold = predictor.facts().threshold;
  BOOST_TEST((predictor.facts() == expected));
}

BOOST_AUTO_TEST_CASE(a_file_without_a_spec_is_refused) {
  auto model = scoring::build_model(tests::example_linear(), tests::example_spec(3), tests::example_facts(3));
  model.metadata_props.clear();
  const auto predictor = scoring::Predictor::load(clearwell::onnx::write_model(model));
  BOOST_REQUIRE(!predictor);
  BOOST_TEST(predictor.error().message == "model file: it carries no spec, so that nobody knows what its inputs mean");
  BOOST_TEST(predictor.error().field == "metadata_props.clearwell_spec");
}

BOOST_AUTO_TEST_CASE(extreme_rows_are_scored_without_a_fault) {
  const auto predictor = tests::loaded(tests::linear_file());
  const float huge = std::numeric_limits<float>::max();
  const float row[] = {huge, -huge, std::numeric_limits<float>::denorm_min()};
  const auto prediction = predictor.predict(row);
  BOOST_TEST(prediction.probability == 1.0F);
  BOOST_TEST(std::isinf(prediction.margin));
}

BOOST_AUTO_TEST_CASE(a_row_far_from_every_support_vector_has_the_bias_for_margin) {
  const auto predictor = tests::loaded(tests::standardised_file(tests::random_machine(2, 10, 16)));
  const float row[] = {std::numeric_limits<float>::max(), std::numeric_limits<float>::lowest()};
  BOOST_TEST(predictor.predict(row).margin == 0.1F);
}

BOOST_AUTO_TEST_SUITE_END()
