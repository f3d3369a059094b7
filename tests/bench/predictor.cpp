// How fast a row is scored beside XGBoost's own library, which gets the same trees: rows one by one and 10,000 at once,
// in this process, on one thread. Margins are compared first, bit by bit. The library is asked the fastest way that its
// C API has: in place, with a proxy matrix that is made once.
#include "tests/parity/noise_table.hpp"
#include "tests/parity/xgboost_twins.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <string>

namespace {

using namespace clearwell;
using tests::check;

constexpr std::size_t kFeatures = 9;
constexpr std::size_t kRows = 10'000;
constexpr int kRounds = 31;

/// Predicts margins of rows that lie in memory.
class Library {
 public:
  explicit Library(const tests::Booster& booster) : booster_(booster.get()) {
    DMatrixHandle handle = nullptr;
    check(XGProxyDMatrixCreate(&handle));
    proxy_.reset(handle);
  }

  const float* margins(const float* rows, std::size_t n_rows) {
    char array[200];
    std::snprintf(array, sizeof array, R"({"data":[%zu,true],"shape":[%zu,%zu],"typestr":"<f4","version":3})",
                  reinterpret_cast<std::size_t>(rows), n_rows, kFeatures);
    const bst_ulong* shape = nullptr;
    bst_ulong dimensions = 0;
    const float* result = nullptr;
    check(XGBoosterPredictFromDense(booster_, array, kConfig, proxy_.get(), &shape, &dimensions, &result));
    return result;
  }

 private:
  static constexpr const char* kConfig =
      R"({"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false,"missing":NaN,"cache_id":0})";
  BoosterHandle booster_;
  tests::Matrix proxy_;
};

struct Times {
  double library = 0;  ///< microseconds a row, median over rounds
  double ours = 0;
  double ratio = 0;  ///< median of the rounds' own ratios: what disturbs a round disturbs both
};

double microseconds(const std::function<void()>& run) {
  const auto begin = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::array<double, kRounds> values) {
  std::nth_element(values.begin(), values.begin() + kRounds / 2, values.end());
  return values[kRounds / 2];
}

Times compare(std::size_t n_rows, const std::function<void()>& library, const std::function<void()>& ours) {
  std::array<double, kRounds> theirs{};
  std::array<double, kRounds> own{};
  std::array<double, kRounds> ratios{};
  for (std::size_t round = 0; round < kRounds; ++round) {
    theirs[round] = microseconds(library) / static_cast<double>(n_rows);
    own[round] = microseconds(ours) / static_cast<double>(n_rows);
    ratios[round] = theirs[round] / own[round];
  }
  return {median(theirs), median(own), median(ratios)};
}

void print(const char* what, const Times& times) {
  std::printf("  %-18s XGBoost %8.3f us/row   Clearwell %8.3f us/row   %6.2f times as fast\n", what, times.library,
              times.ours, times.ratio);
}

void measure(const tests::Setting& setting) {
  const dataset::TrainingTable table = tests::noise_table(3'000, kFeatures, 5);
  const scoring::Predictor predictor = tests::our_predictor(table, setting);
  const tests::Booster booster = tests::library_booster(table, setting);
  Library library(booster);
  const std::vector<float> rows = tests::noise_table(kRows, kFeatures, 6).features;

  std::vector<scoring::Prediction> ours(kRows);
  predictor.predict(rows, ours);
  const float* theirs = library.margins(rows.data(), kRows);
  for (std::size_t row = 0; row < kRows; ++row)
    if (std::bit_cast<std::uint32_t>(theirs[row]) != std::bit_cast<std::uint32_t>(ours[row].margin))
      throw std::runtime_error("row " + std::to_string(row) + ": the margins differ");
  std::printf("%d trees of depth %d, %zu features: %zu margins bit-equal\n", setting.n_trees, setting.max_depth,
              kFeatures, kRows);

  constexpr std::size_t kSingles = 2'000;
  print("one row at a time", compare(
                                 kSingles,
                                 [&] {
                                   for (std::size_t row = 0; row < kSingles; ++row)
                                     library.margins(rows.data() + row * kFeatures, 1);
                                 },
                                 [&] {
                                   for (std::size_t row = 0; row < kSingles; ++row)
                                     ours[row] = predictor.predict({rows.data() + row * kFeatures, kFeatures});
                                 }));
  print("10,000 rows",
        compare(
            kRows, [&] { library.margins(rows.data(), kRows); }, [&] { predictor.predict(rows, ours); }));
}

}  // namespace

int main() {
  try {
    for (const tests::Setting& setting : {tests::Setting{100, 6, 1}, tests::Setting{300, 6, 1}})
      measure(setting);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "predictor: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
