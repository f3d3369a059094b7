// The predictor by itself, behind a few C functions: for the browser a module, natively a program that times the same.
//   wasm_predictor MODEL.onnx ROWS.f32 OUT.f32
// writes the answers, one float32 a row, and says on stdout how many microseconds one row took, one at a time and of a
// thousand at once, medians of 31 rounds, as JSON.
#include "common/scoring/predictor.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace {

using namespace clearwell;

std::optional<scoring::Predictor> predictor;
std::vector<scoring::Prediction> predictions;

}  // namespace

extern "C" {

/// \return  how many features a row has; 0 where the file is refused
int load_model(const char* bytes, int size) {
  Result<scoring::Predictor> loaded = scoring::Predictor::load(std::string_view(bytes, static_cast<std::size_t>(size)));
  if (!loaded) return 0;
  predictor.emplace(std::move(loaded).value());
  return static_cast<int>(predictor->n_features());
}

/// Writes each row's probability. \pre  a model is loaded
void predict_rows(const float* rows, int n_rows, float* out) {
  const auto n = static_cast<std::size_t>(n_rows);
  predictions.resize(n);
  predictor->predict(std::span(rows, n * predictor->n_features()), predictions);
  for (std::size_t row = 0; row < n; ++row)
    out[row] = predictions[row].probability;
}

/// The same, one row after another, as the page does it.
void predict_each(const float* rows, int n_rows, float* out) {
  const std::size_t width = predictor->n_features();
  for (std::size_t row = 0; row < static_cast<std::size_t>(n_rows); ++row)
    out[row] = predictor->predict(std::span(rows + row * width, width)).probability;
}

}  // extern "C"

#ifndef __EMSCRIPTEN__
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace {

std::string bytes_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Microseconds a row, the median of the rounds.
template <typename Run>
double timed(std::size_t n_rows, Run run) {
  std::array<double, 31> rounds{};
  for (double& round : rounds) {
    const auto begin = std::chrono::steady_clock::now();
    run();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    round = took.count() / static_cast<double>(n_rows);
  }
  std::nth_element(rounds.begin(), rounds.begin() + rounds.size() / 2, rounds.end());
  return rounds[rounds.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string model = bytes_of(argv[1]);
  const std::string raw = bytes_of(argv[2]);
  const int n_features = load_model(model.data(), static_cast<int>(model.size()));
  if (n_features == 0) return 1;
  const auto width = static_cast<std::size_t>(n_features);
  const auto* rows = reinterpret_cast<const float*>(raw.data());
  std::vector<float> answers(raw.size() / sizeof(float) / width);
  predict_rows(rows, static_cast<int>(answers.size()), answers.data());
  std::ofstream(argv[3], std::ios::binary)
      .write(reinterpret_cast<const char*>(answers.data()),
             static_cast<std::streamsize>(answers.size() * sizeof(float)));

  constexpr std::size_t kMany = 1'000;
  if (answers.size() < kMany) return 1;
  constexpr int kTimes = 20;
  const double one = timed(kMany, [&] { predict_each(rows, kMany, answers.data()); });
  const double many = timed(kTimes * kMany, [&] {
    for (int time = 0; time < kTimes; ++time)
      predict_rows(rows, kMany, answers.data());
  });
  std::printf(R"({"one":%.4f,"many":%.4f})"
              "\n",
              one, many);
}
#endif
