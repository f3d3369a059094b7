#include "common/evaluation/ranking.hpp"
#include "server/training/cancellation.hpp"
#include "server/training/families.hpp"
#include "server/training/model_file.hpp"
#include "tests/server/training/example_tables.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <thread>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using dataset::TrainingTable;
using scoring::NeuralNetwork;
using training::HyperParameters;

namespace {

HyperParameters settings(std::initializer_list<std::pair<const std::string, double>> changed) {
  HyperParameters params;
  for (const training::HyperParameter& knob : training::neural_network().hyper_parameters())
    params.emplace(knob.name, knob.preset);
  for (const auto& [name, value] : changed)
    params.at(name) = value;
  return params;
}

NeuralNetwork fit(const TrainingTable& table, const HyperParameters& params, std::uint64_t seed = 1) {
  return std::get<NeuralNetwork>(training::neural_network().fit(table, std::span(&params, 1), {.seed = seed}).at(0));
}

std::string file_of(const NeuralNetwork& ensemble, const TrainingTable& table) {
  return training::write_model_file(ensemble, tests::example_spec(table.n_features), "neural_network", table);
}

double roc_auc_on(const NeuralNetwork& ensemble, const TrainingTable& table) {
  std::vector<float> margins;
  for (const scoring::Prediction& prediction : training::score_model_file(file_of(ensemble, table), table))
    margins.push_back(prediction.margin);
  return *evaluation::roc_auc(margins, table.labels);
}

/// Positive where the signs of x0 and x1 differ: no weighted sum tells the classes apart.
TrainingTable either_or_table(std::size_t n_rows, std::uint64_t seed) {
  TrainingTable table = tests::learnable_table(n_rows, seed);
  for (std::size_t row = 0; row < n_rows; ++row)
    table.labels[row] = (table.features[3 * row] > 0) != (table.features[3 * row + 2] > 0) ? 1 : 0;
  return table;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(neural_network)

BOOST_DATA_TEST_CASE(what_no_weighted_sum_tells_apart_is_learned, bdata::make({1, 2}), n_layers) {
  const HyperParameters params = settings({{"hidden_layers", n_layers}, {"hidden_units", 16}, {"n_networks", 2}});
  BOOST_TEST(roc_auc_on(fit(either_or_table(1500, 3), params), either_or_table(500, 4)) > 0.97);
}

BOOST_AUTO_TEST_CASE(permuted_labels_teach_nothing) {
  const TrainingTable table = tests::with_permuted_labels(tests::learnable_table(1000, 5), 6);
  const double roc_auc = roc_auc_on(fit(table, settings({})), tests::learnable_table(2000, 7));
  BOOST_TEST(std::abs(roc_auc - 0.5) < 0.15);
}

BOOST_AUTO_TEST_CASE(probabilities_are_close_to_those_the_labels_were_drawn_with) {
  // Rows of learnable_table are positive with log-odds 2 x0 - x1.
  const TrainingTable table = tests::learnable_table(4000, 8);
  const auto predictions = training::score_model_file(file_of(fit(table, settings({})), table), table);
  double distance = 0;
  int n_rows = 0;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    if (std::isnan(table.row(row)[1])) continue;
    const double log_odds = 2 * static_cast<double>(table.row(row)[0]) - static_cast<double>(table.row(row)[1]);
    distance += std::abs(static_cast<double>(predictions[row].probability) - 1 / (1 + std::exp(-log_odds)));
    ++n_rows;
  }
  BOOST_TEST(distance / n_rows < 0.04);
}

BOOST_AUTO_TEST_CASE(the_knobs_shape_the_networks) {
  const TrainingTable table = tests::learnable_table(100, 9);
  const NeuralNetwork ensemble =
      fit(table, settings({{"hidden_units", 7}, {"hidden_layers", 2}, {"n_networks", 3}, {"epochs", 2}}));
  BOOST_REQUIRE(ensemble.networks.size() == 3U);
  for (const std::vector<scoring::DenseLayer>& layers : ensemble.networks) {
    BOOST_REQUIRE(layers.size() == 3U);
    const std::size_t widths[] = {3, 7, 7, 1};
    for (std::size_t index = 0; index < 3; ++index) {
      BOOST_TEST(layers[index].n_outputs == widths[index + 1]);
      BOOST_TEST(layers[index].weights.size() == widths[index] * widths[index + 1]);
      BOOST_TEST(layers[index].biases.size() == widths[index + 1]);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_penalty_keeps_weights_small) {
  const TrainingTable table = tests::learnable_table(500, 10);
  const auto squares = [&](double alpha) {
    double sum = 0;
    const NeuralNetwork ensemble = fit(table, settings({{"alpha", alpha}, {"n_networks", 1}}));
    for (const scoring::DenseLayer& layer : ensemble.networks[0])
      for (const double weight : layer.weights)
        sum += weight * weight;
    return sum;
  };
  BOOST_TEST(squares(0.03) < 0.5 * squares(0));
}

BOOST_AUTO_TEST_CASE(the_seed_decides_every_bit_on_any_thread_and_in_any_company) {
  const TrainingTable table = tests::learnable_table(200, 11);
  const HyperParameters params = settings({{"n_networks", 2}, {"epochs", 8}});
  const std::string file = file_of(fit(table, params, 1), table);
  BOOST_TEST((file_of(fit(table, params, 2), table) != file));
  std::vector<std::string> files(3);
  std::vector<std::thread> threads;
  for (std::string& other : files)
    threads.emplace_back([&] { other = file_of(fit(table, params, 1), table); });
  for (std::thread& thread : threads)
    thread.join();
  const HyperParameters candidates[] = {settings({{"hidden_units", 4}, {"epochs", 3}}), params};
  const auto together = training::neural_network().fit(table, candidates, {.seed = 1});
  files.push_back(file_of(std::get<NeuralNetwork>(together.at(1)), table));
  for (const std::string& other : files)
    BOOST_TEST((other == file));
}

BOOST_AUTO_TEST_CASE(so_few_rows_that_none_can_be_held_out_are_all_fitted_to) {
  const TrainingTable table = tests::table_of(1, {-2, -1, 1, 2}, {0, 0, 1, 1});
  BOOST_TEST(roc_auc_on(fit(table, settings({})), table) == 1.0);
}

BOOST_AUTO_TEST_CASE(a_fit_can_be_asked_to_stop) {
  std::stop_source stop;
  stop.request_stop();
  const HyperParameters params = settings({});
  BOOST_CHECK_THROW(training::neural_network().fit(tests::learnable_table(50, 12), std::span(&params, 1),
                                                   {.seed = 1, .stop = stop.get_token()}),
                    training::Cancelled);
}

BOOST_AUTO_TEST_SUITE_END()
