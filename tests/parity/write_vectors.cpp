// Trains each family on generated rows and writes, into OUT_DIR, what all engines are compared on:
//   <family>.onnx       calibrated; threshold set to the probability of one of the rows, so that a tie occurs
//   <family>.rows.f32   10,000 rows: missing, extreme, split values and their one-ulp neighbours
#include "common/parity/parity.hpp"
#include "server/training/estimator.hpp"
#include "server/training/model_file.hpp"
#include "tests/common/example_models.hpp"
#include "tests/parity/noise_table.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace {

constexpr std::size_t kRows = 10'000;
constexpr std::size_t kFeatures = 6;

using clearwell::scoring::Predictor;

/// A row that is neither sure nor impossible makes an honest threshold.
float margin_of_a_middling_row(const Predictor& predictor, const std::vector<float>& rows) {
  std::vector<clearwell::scoring::Prediction> predictions(rows.size() / kFeatures);
  predictor.predict(rows, predictions);
  for (const auto& prediction : predictions)
    if (prediction.probability > 0.4F && prediction.probability < 0.6F) return prediction.margin;
  throw std::runtime_error("no row has a probability between 0.4 and 0.6");
}

void write_family(const clearwell::training::Estimator& estimator, const std::filesystem::path& folder) {
  clearwell::training::HyperParameters candidate;
  for (const auto& knob : estimator.hyper_parameters())
    candidate.emplace(knob.name, knob.preset);
  const auto table = clearwell::tests::noise_table(4000, kFeatures, 9);
  const auto spec = clearwell::tests::example_spec(kFeatures);
  const auto fitted = estimator.fit(table, std::vector{candidate}, {.seed = 11});
  const std::string family(estimator.family());
  clearwell::training::Selection selection;
  selection.calibration = {.slope = 1.3, .intercept = -0.4};
  const auto draft =
      Predictor::load(clearwell::training::write_model_file(fitted.front(), spec, family, table, selection));
  if (!draft) throw std::runtime_error(draft.error().message);
  const std::vector<float> rows = clearwell::parity::vector_set(*draft, kRows);
  selection.threshold.threshold = margin_of_a_middling_row(*draft, rows);
  std::ofstream(folder / (family + ".onnx"), std::ios::binary)
      << clearwell::training::write_model_file(fitted.front(), spec, family, table, selection);
  std::ofstream(folder / (family + ".rows.f32"), std::ios::binary)
      .write(reinterpret_cast<const char*>(rows.data()), static_cast<std::streamsize>(rows.size() * sizeof(float)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::filesystem::create_directories(argv[1]);
  for (const auto* estimator : clearwell::training::estimators())
    write_family(*estimator, argv[1]);
}
