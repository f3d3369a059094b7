// Our predictor against XGBoost's own library: the library trains a booster and predicts margins; we fit the same
// booster through the estimator, write the model file and score it. Bits are compared, not digits.
#include "common/parity/parity.hpp"
#include "tests/parity/noise_table.hpp"
#include "tests/parity/xgboost_twins.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <bit>
#include <cstdint>
#include <numeric>

namespace bdata = boost::unit_test::data;
namespace dataset = clearwell::dataset;
namespace scoring = clearwell::scoring;
namespace tests = clearwell::tests;
using tests::library_booster;
using tests::our_predictor;
using tests::Setting;

namespace {

constexpr std::size_t kRows = 10'000;
constexpr std::size_t kFeatures = 6;

dataset::TrainingTable table_for(const Setting& setting) {
  return tests::noise_table(3000, kFeatures, 5, setting.task);
}

std::vector<float> library_values(const tests::Booster& booster, const std::vector<float>& rows, const char* config) {
  const tests::Matrix matrix = tests::matrix_of(rows, kFeatures);
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* result = nullptr;
  tests::check(XGBoosterPredictFromDMatrix(booster.get(), matrix.get(), config, &shape, &dimensions, &result));
  const std::size_t n = std::accumulate(shape, shape + dimensions, std::size_t{1}, std::multiplies<>());
  return {result, result + n};
}

constexpr const char* kMargins =
    R"({"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true})";
constexpr const char* kContributions =
    R"({"type":2,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true})";

constexpr auto kRegression = clearwell::spec::Task::regression;
const Setting kSettings[] = {{1, 3, 1},
                             {60, 6, 1},
                             {300, 4, 0.8},
                             {20, 12, 1},
                             {1, 3, 1, kRegression},
                             {60, 6, 1, kRegression},
                             {300, 4, 0.8, kRegression}};

}  // namespace

BOOST_AUTO_TEST_SUITE(xgboost_parity)

BOOST_DATA_TEST_CASE(margins_are_bit_equal_to_the_library, bdata::make(kSettings), setting) {
  const auto table = table_for(setting);
  const auto predictor = our_predictor(table, setting);
  const std::vector<float> rows = clearwell::parity::vector_set(predictor, kRows);
  const std::vector<float> expected = library_values(library_booster(table, setting), rows, kMargins);
  BOOST_REQUIRE_EQUAL(expected.size(), kRows);
  std::vector<scoring::Prediction> ours(kRows);
  predictor.predict(rows, ours);
  for (std::size_t i = 0; i < kRows; ++i)
    BOOST_REQUIRE_MESSAGE(std::bit_cast<std::uint32_t>(expected[i]) == std::bit_cast<std::uint32_t>(ours[i].margin),
                          "row " << i << ": library " << expected[i] << ", ours " << ours[i].margin);
}

// The library sums its contributions in float32, ours are in double: close, not equal.
BOOST_DATA_TEST_CASE(contributions_agree_with_the_library,
                     bdata::make({Setting{60, 6, 1}, Setting{60, 6, 1, kRegression}}), setting) {
  const auto table = table_for(setting);
  const auto predictor = our_predictor(table, setting);
  const std::vector<float> rows = clearwell::parity::vector_set(predictor, 500);
  const std::vector<float> expected = library_values(library_booster(table, setting), rows, kContributions);
  for (std::size_t i = 0; i < 500; ++i) {
    const auto ours = predictor.contributions(std::span<const float>(rows).subspan(i * kFeatures, kFeatures));
    for (std::size_t f = 0; f <= kFeatures; ++f)
      BOOST_REQUIRE_SMALL(ours[f] - static_cast<double>(expected[i * (kFeatures + 1) + f]),
                          setting.is_regression() ? 2e-2 : 2e-4);  // of some hundreds
  }
}

BOOST_AUTO_TEST_SUITE_END()
