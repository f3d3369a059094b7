#include "common/onnx/wire.hpp"
#include "common/scoring/predictor.hpp"
#include "tests/common/example_models.hpp"
#include "tests/common/loaded_predictor.hpp"
#include "tests/common/scoring/brute_force_shapley.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numeric>
#include <random>

namespace bdata = boost::unit_test::data;
namespace scoring = clearwell::scoring;
namespace tests = clearwell::tests;

namespace {

/// The sum of kernels when the features of `known` are the row's and the others the medians'.
double worth(const scoring::SupportVectorMachine& machine, const std::vector<float>& row, unsigned known) {
  const std::size_t n = row.size();
  double sum = machine.bias;
  for (std::size_t v = 0; v < machine.dual_coefficients.size(); ++v) {
    double distance = 0;
    for (std::size_t f = 0; f < n; ++f) {
      const float value = (known >> f & 1U) != 0 ? row[f] : machine.standardisation.medians[f];
      distance += std::pow(machine.standardisation.standardised(f, value) - machine.support_vectors[n * v + f], 2);
    }
    sum += machine.dual_coefficients[v] * std::exp(-machine.gamma * distance);
  }
  return sum;
}

double sum_of(const std::vector<double>& contributions) {
  return std::accumulate(contributions.begin(), contributions.end(), 0.0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_explanations)

// Odd and even numbers of features, and more than those of which all coalitions could be asked.
BOOST_DATA_TEST_CASE(contributions_are_shapley_values_against_the_medians, bdata::make({1, 2, 5, 8, 13}), width) {
  const auto n = static_cast<std::size_t>(width);
  const scoring::SupportVectorMachine machine = tests::random_machine(n, n < 10 ? 30 : 3, 21);
  const auto predictor = tests::loaded(tests::standardised_file(machine));
  std::mt19937_64 random(22);
  for (int i = 0; i < 3; ++i) {
    const std::vector<float> row = tests::random_row(n, 6, random);
    const std::vector<double> contributions = predictor.contributions(row);
    BOOST_REQUIRE(contributions.size() == n + 1);
    for (unsigned f = 0; f < n; ++f) {
      const double expected = tests::brute_force_shapley(static_cast<unsigned>(n), f,
                                                         [&](unsigned known) { return worth(machine, row, known); });
      BOOST_CHECK_SMALL(contributions[f] - expected, 1e-12);
    }
    BOOST_CHECK_SMALL(contributions[n] - worth(machine, row, 0), 1e-12);
  }
}

BOOST_DATA_TEST_CASE(contributions_add_up_to_the_margin, bdata::make({3, 9, 40, 200}), width) {
  const auto n = static_cast<std::size_t>(width);
  const auto predictor = tests::loaded(tests::standardised_file(tests::random_machine(n, 50, 23)));
  std::mt19937_64 random(24);
  for (int i = 0; i < 10; ++i) {
    const std::vector<float> row = tests::random_row(n, 6, random);
    BOOST_CHECK_SMALL(sum_of(predictor.contributions(row)) - static_cast<double>(predictor.predict(row).margin), 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(a_value_that_is_missing_or_the_median_contributes_nothing) {
  const scoring::SupportVectorMachine machine = tests::random_machine(4, 40, 25);
  const auto predictor = tests::loaded(tests::standardised_file(machine));
  const float row[] = {1.5F, std::nanf(""), machine.standardisation.medians[2], -3};
  const std::vector<double> contributions = predictor.contributions(row);
  BOOST_TEST(contributions[0] != 0);
  BOOST_TEST(contributions[1] == 0);
  BOOST_TEST(contributions[2] == 0);
  BOOST_TEST(contributions[3] != 0);
  BOOST_TEST(predictor.split_values(0).empty());
}

// Who writes other support terms makes another machine, whose contributions add up to its own margin.
BOOST_AUTO_TEST_CASE(support_terms_of_another_writer_count_as_they_stand) {
  const scoring::SupportVectorMachine machine = tests::random_machine(4, 40, 26);
  auto model = scoring::build_model(machine, tests::example_spec(4), tests::example_facts(4));
  for (clearwell::onnx::Tensor& tensor : model.graph.initializers)
    if (tensor.name == "support_terms")
      for (double& term : tensor.values)
        term += 0.25;
  const auto predictor = tests::loaded(clearwell::onnx::write_model(model));
  const float row[] = {1, 2, -1, 0.5F};
  const auto margin = static_cast<double>(predictor.predict(row).margin);
  BOOST_CHECK_SMALL(sum_of(predictor.contributions(row)) - margin, 1e-6);
  BOOST_CHECK_CLOSE_FRACTION(margin - machine.bias,
                             std::exp(0.25) * (worth(machine, {1, 2, -1, 0.5F}, 15) - machine.bias), 1e-5);
}

// As many support vectors as features: the weighted sum of kernels looks like one of features.
BOOST_AUTO_TEST_CASE(kernels_are_not_taken_for_features) {
  const scoring::SupportVectorMachine machine = tests::random_machine(5, 5, 27);
  const auto predictor = tests::loaded(tests::standardised_file(machine));
  const std::vector<float> row = {1, -2, 0.5F, 3, 0};
  const std::vector<double> contributions = predictor.contributions(row);
  for (unsigned f = 0; f < 5; ++f)
    BOOST_CHECK_SMALL(
        contributions[f] - tests::brute_force_shapley(5, f, [&](unsigned known) { return worth(machine, row, known); }),
        1e-12);
}

BOOST_AUTO_TEST_SUITE_END()
