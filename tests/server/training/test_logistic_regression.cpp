#include "server/training/families.hpp"
#include "server/training/model_file.hpp"
#include "tests/server/training/example_tables.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using dataset::TrainingTable;
using scoring::LinearModel;
using tests::table_of;

namespace {

const double kNaN = std::nan("");

LinearModel fit(const TrainingTable& table, double c) {
  const training::HyperParameters candidates[] = {{{"c", c}}};
  return std::get<LinearModel>(training::logistic_regression().fit(table, candidates, {.seed = 1}).at(0));
}

double sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

/// One feature that is -1 or 1 four times each; three of four labels agree with it.
TrainingTable two_points() {
  return table_of(1, {1, 1, 1, 1, -1, -1, -1, -1}, {1, 1, 1, 0, 0, 0, 0, 1});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(logistic_regression)

BOOST_AUTO_TEST_CASE(features_without_spread_or_measurements_tell_nothing) {
  // Only the intercept is left: the log-odds of 3 of 4.
  const LinearModel model = fit(table_of(2, {0.1, kNaN, 0.1, kNaN, 0.1, kNaN, 0.1, kNaN}, {1, 1, 1, 0}), 1);
  for (const double weight : model.weights)
    BOOST_TEST(weight == 0);
  BOOST_CHECK_CLOSE_FRACTION(model.bias, std::log(3.0), 1e-14);
}

BOOST_DATA_TEST_CASE(two_points_have_the_weight_of_the_closed_form, bdata::make({0.001, 0.1, 1.0, 100.0, 1e6}), c) {
  // By symmetry the intercept is 0, and the gradient vanishes where w = C (6 - 8 sigmoid(w)).
  double low = 0;
  double high = std::log(3.0);
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    (middle < c * (6 - 8 * sigmoid(middle)) ? low : high) = middle;
  }
  const LinearModel model = fit(two_points(), c);
  BOOST_CHECK_CLOSE_FRACTION(model.weights.at(0), low, 1e-12);
  BOOST_CHECK_SMALL(model.bias, 1e-12);
}

BOOST_DATA_TEST_CASE(the_gradient_of_the_penalised_loss_vanishes, bdata::make({1e-6, 0.01, 1.0, 1e6}), c) {
  // The objective is strictly convex, so a vanishing gradient, computed here anew, proves the minimum.
  const TrainingTable table = tests::learnable_table(500, 3);
  const LinearModel model = fit(table, c);
  std::vector<double> gradient(4, 0);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    double x[4] = {0, 0, 0, 1};
    double margin = model.bias;
    for (std::size_t f = 0; f < 3; ++f) {
      x[f] = model.standardisation.standardised(f, table.row(row)[f]);
      margin += model.weights[f] * x[f];
    }
    for (std::size_t f = 0; f < 4; ++f)
      gradient[f] += c * (sigmoid(margin) - table.labels[row]) * x[f];
  }
  for (std::size_t f = 0; f < 4; ++f)
    BOOST_CHECK_SMALL(gradient[f] + (f < 3 ? model.weights[f] : 0), 1e-11 * std::max(1.0, c * 500));
  BOOST_TEST(model.weights[0] > 0);
  BOOST_TEST(model.weights[1] < 0);
}

BOOST_AUTO_TEST_CASE(separable_classes_are_held_by_the_penalty) {
  const LinearModel model = fit(table_of(1, {-2, -1, 1, 2}, {0, 0, 1, 1}), 1e6);
  BOOST_TEST(std::isfinite(model.weights[0]));
  BOOST_TEST(model.weights[0] > 5);
}

BOOST_AUTO_TEST_CASE(the_file_gives_the_margin_of_the_formula) {
  const TrainingTable table = tests::learnable_table(200, 4);
  const LinearModel model = fit(table, 1);
  const auto predictions = training::score_model_file(
      training::write_model_file(model, tests::example_spec(3), "logistic_regression", table), table);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    double margin = model.bias;
    for (std::size_t f = 0; f < 3; ++f)
      margin += model.weights[f] * model.standardisation.standardised(f, table.row(row)[f]);
    BOOST_CHECK_SMALL(static_cast<double>(predictions[row].margin) - margin, 1e-6);
  }
}

BOOST_AUTO_TEST_SUITE_END()
