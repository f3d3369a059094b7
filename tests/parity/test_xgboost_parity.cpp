// Our predictor against XGBoost's own library: the library trains a booster and predicts margins; we fit the same
// booster through the estimator, write the model file and score it. Bits are compared, not digits.
#include "common/parity/parity.hpp"
#include "server/training/families.hpp"
#include "server/training/model_file.hpp"
#include "tests/common/example_models.hpp"
#include "tests/parity/noise_table.hpp"

#include <xgboost/c_api.h>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstring>
#include <iomanip>
#include <memory>
#include <numeric>
#include <sstream>

namespace bdata = boost::unit_test::data;
namespace dataset = clearwell::dataset;
namespace scoring = clearwell::scoring;
namespace tests = clearwell::tests;
namespace training = clearwell::training;

namespace {

constexpr std::size_t kRows = 10'000;
constexpr std::size_t kFeatures = 6;

void check(int status) {
  BOOST_REQUIRE_MESSAGE(status == 0, XGBGetLastError());
}

struct Free {
  void operator()(void* handle) const { XGBoosterFree(handle); }
};
struct FreeMatrix {
  void operator()(void* handle) const { XGDMatrixFree(handle); }
};
using Booster = std::unique_ptr<void, Free>;
using Matrix = std::unique_ptr<void, FreeMatrix>;

Matrix matrix_of(const std::vector<float>& rows, std::size_t n_features) {
  DMatrixHandle handle = nullptr;
  check(XGDMatrixCreateFromMat(rows.data(), rows.size() / n_features, n_features, std::nanf(""), &handle));
  return Matrix(handle);
}

struct Setting {
  int n_trees;
  int max_depth;
  double subsample;
  clearwell::spec::Task task = clearwell::spec::Task::classification;

  bool is_regression() const { return task == clearwell::spec::Task::regression; }
};
std::ostream& operator<<(std::ostream& out, const Setting& s) {
  return out << s.n_trees << " trees of depth " << s.max_depth << ", " << clearwell::spec::to_string(s.task);
}

dataset::TrainingTable table_for(const Setting& setting) {
  return tests::noise_table(3000, kFeatures, 5, setting.task);
}

std::string base_score_of(const dataset::TrainingTable& table) {
  const double sum = std::accumulate(table.targets.begin(), table.targets.end(), 0.0);
  std::ostringstream text;
  text << std::setprecision(17) << static_cast<float>(sum / static_cast<double>(table.n_rows()));
  return text.str();
}

/// The library alone, set as the estimator sets it.
Booster library_booster(const dataset::TrainingTable& table, const Setting& setting) {
  const Matrix matrix = matrix_of(table.features, table.n_features);
  std::vector<float> labels(table.labels.begin(), table.labels.end());
  if (setting.is_regression()) labels.assign(table.targets.begin(), table.targets.end());
  check(XGDMatrixSetFloatInfo(matrix.get(), "label", labels.data(), labels.size()));
  const DMatrixHandle matrices[] = {matrix.get()};
  BoosterHandle handle = nullptr;
  check(XGBoosterCreate(matrices, 1, &handle));
  Booster booster(handle);
  const std::pair<const char*, std::string> params[] = {
      {"objective", setting.is_regression() ? "reg:squarederror" : "binary:logistic"},
      {"tree_method", "hist"},
      {"base_score", setting.is_regression() ? base_score_of(table) : "0.5"},
      {"nthread", "1"},
      {"seed", "7"},
      {"max_depth", std::to_string(setting.max_depth)},
      {"subsample", std::to_string(setting.subsample)},
      {"eta", "0.1"}};
  for (const auto& [name, value] : params)
    check(XGBoosterSetParam(handle, name, value.c_str()));
  for (int i = 0; i < setting.n_trees; ++i)
    check(XGBoosterUpdateOneIter(handle, i, matrix.get()));
  return booster;
}

std::vector<float> library_values(const Booster& booster, const std::vector<float>& rows, const char* config) {
  const Matrix matrix = matrix_of(rows, kFeatures);
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* result = nullptr;
  check(XGBoosterPredictFromDMatrix(booster.get(), matrix.get(), config, &shape, &dimensions, &result));
  const std::size_t n = std::accumulate(shape, shape + dimensions, std::size_t{1}, std::multiplies<>());
  return {result, result + n};
}

constexpr const char* kMargins =
    R"({"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true})";
constexpr const char* kContributions =
    R"({"type":2,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true})";

scoring::Predictor our_predictor(const dataset::TrainingTable& table, const Setting& setting) {
  const training::Estimator& estimator = *training::find_estimator("xgboost", setting.task);
  training::HyperParameters candidate;
  for (const training::HyperParameter& knob : estimator.hyper_parameters())
    candidate.emplace(knob.name, knob.preset);
  candidate["n_trees"] = setting.n_trees;
  candidate["max_depth"] = setting.max_depth;
  candidate["subsample"] = setting.subsample;
  candidate["learning_rate"] = 0.1;
  const auto fitted = estimator.fit(table, std::vector{candidate}, {.seed = 7});
  const auto spec =
      setting.is_regression() ? tests::example_regression_spec(kFeatures) : tests::example_spec(kFeatures);
  auto predictor = scoring::Predictor::load(training::write_model_file(fitted.front(), spec, "xgboost", table));
  BOOST_REQUIRE_MESSAGE(predictor, (predictor ? "" : predictor.error().message));
  return std::move(*predictor);
}

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
    BOOST_REQUIRE_MESSAGE(std::memcmp(&expected[i], &ours[i].margin, sizeof(float)) == 0,
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
