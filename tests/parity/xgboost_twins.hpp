#pragma once

#include "common/scoring/predictor.hpp"
#include "server/dataset/training_table.hpp"
#include "server/training/families.hpp"
#include "server/training/model_file.hpp"
#include "tests/common/example_models.hpp"

#include <xgboost/c_api.h>

#include <cmath>
#include <iomanip>
#include <memory>
#include <numeric>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// One booster twice: trained and asked through XGBoost's own library, and as our model file with our predictor.
namespace clearwell::tests {

/// \throw std::runtime_error with the library's words
inline void check(int status) {
  if (status != 0) throw std::runtime_error(XGBGetLastError());
}

struct FreeBooster {
  void operator()(void* handle) const { XGBoosterFree(handle); }
};
struct FreeMatrix {
  void operator()(void* handle) const { XGDMatrixFree(handle); }
};
using Booster = std::unique_ptr<void, FreeBooster>;
using Matrix = std::unique_ptr<void, FreeMatrix>;

inline Matrix matrix_of(const std::vector<float>& rows, std::size_t n_features) {
  DMatrixHandle handle = nullptr;
  check(XGDMatrixCreateFromMat(rows.data(), rows.size() / n_features, n_features, std::nanf(""), &handle));
  return Matrix(handle);
}

struct Setting {
  int n_trees;
  int max_depth;
  double subsample;
  spec::Task task = spec::Task::classification;

  bool is_regression() const { return task == spec::Task::regression; }
};
inline std::ostream& operator<<(std::ostream& out, const Setting& s) {
  return out << s.n_trees << " trees of depth " << s.max_depth << ", " << spec::to_string(s.task);
}

inline std::string base_score_of(const dataset::TrainingTable& table) {
  const double sum = std::accumulate(table.targets.begin(), table.targets.end(), 0.0);
  std::ostringstream text;
  text << std::setprecision(17) << static_cast<float>(sum / static_cast<double>(table.n_rows()));
  return text.str();
}

/// The library alone, set as the estimator sets it.
inline Booster library_booster(const dataset::TrainingTable& table, const Setting& setting) {
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

inline std::string our_model_file(const dataset::TrainingTable& table, const Setting& setting) {
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
      setting.is_regression() ? example_regression_spec(table.n_features) : example_spec(table.n_features);
  return training::write_model_file(fitted.front(), spec, "xgboost", table);
}

inline scoring::Predictor our_predictor(const dataset::TrainingTable& table, const Setting& setting) {
  auto predictor = scoring::Predictor::load(our_model_file(table, setting));
  if (!predictor) throw std::runtime_error(predictor.error().message);
  return std::move(*predictor);
}

}  // namespace clearwell::tests
