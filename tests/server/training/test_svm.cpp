#include "server/training/families.hpp"
#include "server/training/model_file.hpp"
#include "tests/server/training/example_tables.hpp"
#include "tests/temporary_folder.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <thread>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using dataset::TrainingTable;
using scoring::SupportVectorMachine;
using tests::table_of;

namespace {

SupportVectorMachine fit(const TrainingTable& table, double c, double gamma_scale, std::uint64_t seed = 1) {
  const training::HyperParameters candidates[] = {{{"c", c}, {"gamma_scale", gamma_scale}}};
  return std::get<SupportVectorMachine>(training::svm().fit(table, candidates, {seed}).at(0));
}

std::string file_of(const SupportVectorMachine& machine, const TrainingTable& table) {
  return training::write_model_file(machine, tests::example_spec(table.n_features), "svm", table);
}

/// The dual coefficient of each row: 0 where it is no support vector. Rows differ from each other.
std::vector<double> coefficients_of_rows(const SupportVectorMachine& machine, const TrainingTable& table) {
  std::vector<double> coefficients(table.n_rows(), 0);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    for (std::size_t v = 0; v < machine.dual_coefficients.size(); ++v) {
      bool equal = true;
      for (std::size_t f = 0; f < table.n_features; ++f)
        equal = equal && machine.support_vectors[v * table.n_features + f] ==
                             machine.standardisation.standardised(f, table.row(row)[f]);
      if (equal) coefficients[row] = machine.dual_coefficients[v];
    }
  }
  return coefficients;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(svm)

BOOST_DATA_TEST_CASE(two_rows_have_the_coefficients_of_the_closed_form, bdata::make({0.1, 1.0, 3.0}), gamma_scale) {
  // Standardised they are -1 and 1. Both margins are ±1 where a (1 - exp(-4 gamma)) = 1.
  for (const std::vector<std::uint8_t>& labels : {std::vector<std::uint8_t>{0, 1}, std::vector<std::uint8_t>{1, 0}}) {
    const SupportVectorMachine machine = fit(table_of(1, {10, 20}, labels), 1e4, gamma_scale);
    BOOST_TEST(machine.gamma == gamma_scale);
    BOOST_REQUIRE(machine.dual_coefficients.size() == 2U);
    const double coefficient = 1 / (1 - std::exp(-4 * gamma_scale));
    for (std::size_t v = 0; v < 2; ++v) {
      const bool is_second = machine.support_vectors[v] > 0;
      const double sign = labels[is_second ? 1 : 0] != 0 ? 1 : -1;
      BOOST_CHECK_CLOSE_FRACTION(machine.dual_coefficients[v], sign * coefficient,
                                 1e-6);  // the library keeps kernels as float32
    }
    BOOST_CHECK_SMALL(machine.bias, 1e-6);
  }
}

const double kCosts[] = {0.01, 1, 100};
const std::uint8_t kFirstLabels[] = {0, 1};

// The problem is convex, so these conditions, computed anew from the margins of the file, prove the solution.
// Source: Karush-Kuhn-Tucker; Schölkopf, Smola (2002), Learning with Kernels, section 7.4.
BOOST_DATA_TEST_CASE(each_row_is_where_its_coefficient_says, bdata::make(kCosts) * bdata::make(kFirstLabels), c,
                     first_label) {
  TrainingTable table = tests::learnable_table(300, 3);
  if (table.labels[0] != first_label)
    for (std::uint8_t& label : table.labels)
      label = label != 0 ? 0 : 1;
  const SupportVectorMachine machine = fit(table, c, 1);
  const std::vector<double> coefficients = coefficients_of_rows(machine, table);
  const auto predictions = training::score_model_file(file_of(machine, table), table);
  double sum = 0;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const double sign = table.labels[row] != 0 ? 1 : -1;
    const double agreement = sign * static_cast<double>(predictions[row].margin);
    const double weight = sign * coefficients[row];
    BOOST_TEST(weight >= 0);
    BOOST_TEST(weight <= c);
    if (weight < c) BOOST_TEST(agreement >= 1 - 2e-3);  // twice the tolerance at which the library stops
    if (weight > 0) BOOST_TEST(agreement <= 1 + 2e-3);
    sum += coefficients[row];
  }
  BOOST_CHECK_SMALL(sum, 1e-9 * c * 300);
}

BOOST_AUTO_TEST_CASE(gamma_is_measured_in_features_that_vary) {
  TrainingTable table = tests::learnable_table(60, 4);
  BOOST_CHECK_CLOSE_FRACTION(fit(table, 1, 1).gamma, 1.0 / 3, 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(fit(table, 1, 0.3).gamma, 0.1, 1e-15);
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.features[3 * row + 2] = 7;
  BOOST_CHECK_CLOSE_FRACTION(fit(table, 1, 1).gamma, 0.5, 1e-15);
}

BOOST_AUTO_TEST_CASE(rows_that_are_all_the_same_leave_the_bias) {
  const SupportVectorMachine machine = fit(table_of(1, {5, 5, 5, 5}, {1, 1, 1, 0}), 1, 1);
  const auto predictions =
      training::score_model_file(file_of(machine, table_of(1, {5}, {1})), table_of(1, {5, 9}, {1, 1}));
  BOOST_TEST(predictions[0].margin == predictions[1].margin);
  BOOST_TEST(predictions[0].margin > 0);
}

BOOST_AUTO_TEST_CASE(neither_seed_nor_thread_nor_company_changes_a_bit) {
  const TrainingTable table = tests::learnable_table(200, 5);
  const std::string file = file_of(fit(table, 1, 1, 1), table);
  BOOST_TEST((file_of(fit(table, 1, 1, 2), table) == file));
  std::vector<std::string> files(3);
  std::vector<std::thread> threads;
  for (std::string& other : files)
    threads.emplace_back([&] { other = file_of(fit(table, 1, 1), table); });
  for (std::thread& thread : threads)
    thread.join();
  const training::HyperParameters candidates[] = {{{"c", 10}, {"gamma_scale", 0.5}}, {{"c", 1}, {"gamma_scale", 1}}};
  files.push_back(file_of(std::get<SupportVectorMachine>(training::svm().fit(table, candidates, {}).at(1)), table));
  for (const std::string& other : files)
    BOOST_TEST((other == file));
}

// Standard output belongs to `clearwell train --json`, and the library writes there unless it is told not to.
BOOST_AUTO_TEST_CASE(nothing_is_printed) {
  const tests::TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "stdout";
  std::fflush(stdout);
  const int own = dup(STDOUT_FILENO);
  const int file = open(path.c_str(), O_CREAT | O_WRONLY, 0600);
  dup2(file, STDOUT_FILENO);
  fit(tests::learnable_table(50, 6), 1, 1);
  std::fflush(stdout);
  dup2(own, STDOUT_FILENO);
  close(file);
  close(own);
  BOOST_TEST(std::filesystem::file_size(path) == 0U);
}

// What the page downloads for the machine of the potability file, which has about so many support vectors.
BOOST_AUTO_TEST_CASE(a_file_of_1900_support_vectors_is_smaller_than_400_kB) {
  const std::string file = tests::standardised_file(tests::random_machine(9, 1900, 7));
  BOOST_TEST(file.size() < 400'000U);
  BOOST_TEST(static_cast<bool>(scoring::Predictor::load(file)));
}

BOOST_AUTO_TEST_SUITE_END()
