// Trains each family on generated rows and writes, into OUT_DIR, what all engines are compared on:
//   <family>.onnx       calibrated; threshold set to the margin of some of the rows, so that ties occur
//   <family>_regression.onnx
//   <family>.rows.f32   10,000 rows: missing, extreme, split values and their one-ulp neighbours
#include "common/parity/parity.hpp"
#include "server/training/estimator.hpp"
#include "server/training/model_file.hpp"
#include "tests/common/example_models.hpp"
#include "tests/parity/noise_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace {

constexpr std::size_t kRows = 10'000;
constexpr std::size_t kFeatures = 6;

using clearwell::scoring::Predictor;

/// A margin that rows have, about half of them above and some below: both labels occur, and ties.
float middle_margin(const Predictor& predictor, const std::vector<float>& rows) {
  std::vector<clearwell::scoring::Prediction> predictions(rows.size() / kFeatures);
  predictor.predict(rows, predictions);
  std::vector<float> margins;
  for (const auto& prediction : predictions)
    if (std::isfinite(prediction.margin)) margins.push_back(prediction.margin);
  std::sort(margins.begin(), margins.end());
  const float middle = margins.at(margins.size() / 2);
  return middle > margins.front() ? middle : *std::upper_bound(margins.begin(), margins.end(), middle);
}

/// The family's presets, but a forest of a size that explains 10,000 rows in seconds.
clearwell::training::HyperParameters settings_of(const clearwell::training::Estimator& estimator) {
  clearwell::training::HyperParameters settings;
  for (const auto& knob : estimator.hyper_parameters())
    settings.emplace(knob.name, knob.preset);
  if (estimator.family() == "random_forest") {
    settings["n_trees"] = 15;
    settings["max_depth"] = 6;
  }
  return settings;
}

void write_family(const clearwell::training::Estimator& estimator, const std::filesystem::path& folder) {
  const clearwell::training::HyperParameters candidate = settings_of(estimator);
  const auto table = clearwell::tests::noise_table(4000, kFeatures, 9, estimator.task());
  const bool is_regression = table.is_regression();
  const auto spec =
      is_regression ? clearwell::tests::example_regression_spec(kFeatures) : clearwell::tests::example_spec(kFeatures);
  const auto fitted = estimator.fit(table, std::vector{candidate}, {.seed = 11});
  const std::string family = std::string(estimator.family()) + (is_regression ? "_regression" : "");
  clearwell::training::Selection selection;
  selection.calibration = {.slope = 1.3, .intercept = -0.4};
  const auto draft =
      Predictor::load(clearwell::training::write_model_file(fitted.front(), spec, family, table, selection));
  if (!draft) throw std::runtime_error(draft.error().message);
  const std::vector<float> rows = clearwell::parity::vector_set(*draft, kRows);
  selection.threshold.threshold = middle_margin(*draft, rows);
  std::ofstream(folder / (family + ".onnx"), std::ios::binary)
      << clearwell::training::write_model_file(fitted.front(), spec, family, table, selection);
  std::ofstream(folder / (family + ".rows.f32"), std::ios::binary)
      .write(reinterpret_cast<const char*>(rows.data()), static_cast<std::streamsize>(rows.size() * sizeof(float)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::filesystem::create_directories(argv[1]);
  for (const auto task : {clearwell::spec::Task::classification, clearwell::spec::Task::regression})
    for (const auto* estimator : clearwell::training::estimators(task))
      write_family(*estimator, argv[1]);
}
