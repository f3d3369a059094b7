// Trains each family on generated rows and writes, into OUT_DIR, what all engines are compared on:
//   <family>.onnx       calibrated; threshold set to the margin of some of the rows, so that ties occur
//   <family>_regression.onnx
//   <family>.rows.f32   10,000 rows: missing, extreme, split values and their one-ulp neighbours
// and the same of a model of numbers and categories, with 2,000 rows.
#include "common/parity/parity.hpp"
#include "server/training/estimator.hpp"
#include "server/training/model_file.hpp"
#include "tests/common/category_models.hpp"
#include "tests/parity/noise_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace {

constexpr std::size_t kRows = 10'000;
constexpr std::size_t kCategoryRows = 2'000;
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

/// What a family is fitted to, and the rows that its file is compared on.
struct Example {
  std::string suffix;
  clearwell::spec::DatasetSpec spec;
  clearwell::dataset::TrainingTable table;
  std::size_t n_rows = 0;
};

clearwell::spec::DatasetSpec spec_of(clearwell::spec::Task task, std::size_t n_features) {
  return task == clearwell::spec::Task::regression ? clearwell::tests::example_regression_spec(n_features)
                                                   : clearwell::tests::example_spec(n_features);
}

Example numbers(clearwell::spec::Task task) {
  return {"", spec_of(task, kFeatures), clearwell::tests::noise_table(4000, kFeatures, 9, task), kRows};
}

/// The last two features are categories, of three and of two.
Example categories(clearwell::spec::Task task) {
  Example example{"_categories", spec_of(task, kFeatures - 2), clearwell::tests::noise_table(1500, kFeatures, 9, task),
                  kCategoryRows};
  example.table.n_categories = {0, 0, 0, 0, 3, 2};
  example.spec.features.push_back(clearwell::tests::categorical_feature("x4", {"a", "b", "c"}));
  example.spec.features.push_back(clearwell::tests::categorical_feature("x5", {"d", "e"}));
  for (std::size_t i = 0; i < example.table.features.size(); ++i)
    if (const std::size_t n = example.table.n_categories[i % kFeatures]; n > 0)
      example.table.features[i] =
          std::fmod(std::floor(std::abs(example.table.features[i]) * 10), static_cast<float>(n));
  return example;
}

void write_family(const clearwell::training::Estimator& estimator, const Example& example,
                  const std::filesystem::path& folder) {
  const clearwell::training::HyperParameters candidate = settings_of(estimator);
  const auto& [suffix, spec, table, n_rows] = example;
  const bool is_regression = table.is_regression();
  const auto fitted = estimator.fit(table, std::vector{candidate}, {.seed = 11});
  const std::string family = std::string(estimator.family()) + (is_regression ? "_regression" : "");
  clearwell::training::Selection selection;
  selection.calibration = {.slope = 1.3, .intercept = -0.4};
  const auto draft =
      Predictor::load(clearwell::training::write_model_file(fitted.front(), spec, family, table, selection));
  if (!draft) throw std::runtime_error(draft.error().message);
  const std::vector<float> rows = clearwell::parity::vector_set(*draft, n_rows);
  selection.threshold.threshold = middle_margin(*draft, rows);
  std::ofstream(folder / (family + suffix + ".onnx"), std::ios::binary)
      << clearwell::training::write_model_file(fitted.front(), spec, family, table, selection);
  std::ofstream(folder / (family + suffix + ".rows.f32"), std::ios::binary)
      .write(reinterpret_cast<const char*>(rows.data()), static_cast<std::streamsize>(rows.size() * sizeof(float)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::filesystem::create_directories(argv[1]);
  for (const auto task : {clearwell::spec::Task::classification, clearwell::spec::Task::regression})
    for (const auto* estimator : clearwell::training::estimators(task))
      for (const Example& example : {numbers(task), categories(task)})
        write_family(*estimator, example, argv[1]);
}
