#include "server/training/evaluation_record.hpp"

#include "common/evaluation/calibration_curve.hpp"
#include "common/evaluation/precision_curve.hpp"
#include "server/report/evaluation_plots.hpp"
#include "server/report/regression_plots.hpp"
#include "server/tracking/active_run.hpp"
#include "server/tracking/artifact_names.hpp"
#include "server/training/regression_json.hpp"
#include "server/training/slice_evaluation.hpp"
#include "server/training/summary.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace clearwell::training {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kSvg = "image/svg+xml";

report::JudgedRows judged_rows(const FamilyEvaluation& evaluation, std::span<const dataset::Folds> repeats,
                               const dataset::TrainingTable& table, const spec::DatasetSpec& spec) {
  report::JudgedRows rows{evaluation.family, {}, evaluation.n_repeats, {}, spec.metric.recall_floor};
  for (const FoldScores& fold : evaluation.folds)
    rows.at_threshold += fold.at_threshold;
  for (std::size_t repeat = 0; repeat < repeats.size(); ++repeat)
    for (int fold = 0; fold < repeats[repeat].n_folds; ++fold) {
      report::JudgedFold& judged = rows.folds.emplace_back();
      for (const std::size_t row : repeats[repeat].test_rows(fold)) {
        judged.probabilities.push_back(evaluation.out_of_fold[repeat][row].probability);
        judged.labels.push_back(table.labels[row]);
      }
    }
  return rows;
}

Json or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json json_of(const SliceScores& slice) {
  Json json = {{"feature", slice.feature},
               {"from", or_null(slice.from)},
               {"to", or_null(slice.to)},
               {"category", slice.category.empty() ? Json(nullptr) : Json(slice.category)},
               {"rows", slice.rows}};
  if (slice.errors.rows() > 0)
    json.update({{"mae", or_null(slice.errors.mae())},
                 {"rmse", or_null(slice.errors.rmse())},
                 {"bias", or_null(slice.errors.bias())}});
  else
    json.update({{"positives", slice.positives},
                 {"predicted_positives", slice.predicted_positives},
                 {"true_positives", slice.true_positives},
                 {"precision", or_null(slice.precision())},
                 {"precision_lower", slice.precision_interval ? Json(slice.precision_interval->lower) : Json(nullptr)},
                 {"precision_upper", slice.precision_interval ? Json(slice.precision_interval->upper) : Json(nullptr)},
                 {"recall", or_null(slice.recall())}});
  return json;
}

Json json_of(const evaluation::ConfusionMatrix& matrix) {
  return {{"true_positives", matrix.true_positives},
          {"false_positives", matrix.false_positives},
          {"true_negatives", matrix.true_negatives},
          {"false_negatives", matrix.false_negatives}};
}

/// All folds' rows together.
report::JudgedFold pooled(const report::JudgedRows& rows) {
  report::JudgedFold all;
  for (const report::JudgedFold& fold : rows.folds) {
    all.probabilities.insert(all.probabilities.end(), fold.probabilities.begin(), fold.probabilities.end());
    all.labels.insert(all.labels.end(), fold.labels.begin(), fold.labels.end());
  }
  return all;
}

Json calibration_json(const report::JudgedFold& rows) {
  Json bins = Json::array();
  for (const evaluation::CalibrationBin& bin : evaluation::calibration_curve(rows.probabilities, rows.labels))
    bins.push_back({{"mean_probability", bin.mean_probability}, {"rows", bin.rows}, {"positives", bin.positives}});
  return bins;
}

Json precision_curve_json(const report::JudgedFold& rows) {
  Json points = Json::array();
  for (const evaluation::ThresholdPoint& point : evaluation::precision_curve(rows.probabilities, rows.labels))
    points.push_back({{"threshold", point.threshold},
                      {"predicted_positives", point.predicted_positives},
                      {"true_positives", point.true_positives}});
  return points;
}

Json slices_json(const std::vector<SliceScores>& slices) {
  Json all = Json::array();
  for (const SliceScores& slice : slices)
    all.push_back(json_of(slice));
  return all;
}

void record_regression(const tracking::ActiveRun& run, const FamilyEvaluation& evaluation, const dataset::Folds& folds,
                       const dataset::TrainingTable& table, const spec::DatasetSpec& spec) {
  report::EstimatedRows rows{evaluation.family, {}};
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    if (folds.is_judged(row))
      rows.rows.push_back({static_cast<double>(evaluation.out_of_fold[0][row].margin), table.targets[row]});
  run.log_artifact(tracking::kEstimatesPath, kSvg, report::estimate_plot(rows, spec.label, base::Language::en));
  run.log_artifact(tracking::kResidualsPath, kSvg, report::residual_plot(rows, spec.label, base::Language::en));
  const Json json = {{"family", evaluation.family},
                     {"repeats", evaluation.n_repeats},
                     {"folds", evaluation.folds.size()},
                     {"errors", errors_json(pooled_errors(evaluation.folds))},
                     {"slices", slices_json(evaluate_slices(evaluation, folds, table, spec))}};
  run.log_artifact(tracking::kEvaluationPath, kJson, json.dump());
}

}  // namespace

void record_evaluation(const tracking::ActiveRun& run, const FamilyEvaluation& evaluation,
                       std::span<const dataset::Folds> repeats, const dataset::TrainingTable& table,
                       const spec::DatasetSpec& spec) {
  if (spec.is_regression()) return record_regression(run, evaluation, repeats[0], table, spec);
  const report::JudgedRows rows = judged_rows(evaluation, repeats, table, spec);
  constexpr base::Language kLanguage = base::Language::en;
  run.log_artifact(tracking::kRocPath, kSvg, report::roc_plot(rows, spec.label, kLanguage));
  run.log_artifact(tracking::kPrecisionRecallPath, kSvg, report::precision_recall_plot(rows, spec.label, kLanguage));
  run.log_artifact(tracking::kCalibrationPath, kSvg, report::calibration_plot(rows, spec.label, kLanguage));
  run.log_artifact(tracking::kConfusionPath, kSvg, report::confusion_matrix_plot(rows, spec.label, kLanguage));
  const report::JudgedFold all = pooled(rows);
  const Json json = {{"family", evaluation.family},
                     {"repeats", evaluation.n_repeats},
                     {"folds", evaluation.folds.size()},
                     {"confusion_matrix", json_of(rows.at_threshold)},
                     {"calibration_curve", calibration_json(all)},
                     {"precision_curve", precision_curve_json(all)},
                     {"slices", slices_json(evaluate_slices(evaluation, repeats[0], table, spec))}};
  run.log_artifact(tracking::kEvaluationPath, kJson, json.dump());
}

void record_feature_importance(const tracking::ActiveRun& run, const scoring::Predictor& predictor,
                               const dataset::TrainingTable& table, const spec::DatasetSpec& spec) {
  constexpr std::size_t kMostRows = 200;
  const std::size_t n_rows = std::min(table.n_rows(), kMostRows);
  std::vector<double> sums(spec.features.size());
  for (std::size_t index = 0; index < n_rows; ++index) {
    const std::vector<double> contributions = predictor.contributions(table.row(index * table.n_rows() / n_rows));
    for (std::size_t feature = 0; feature < sums.size(); ++feature)
      sums[feature] += std::fabs(contributions[feature]);
  }
  Json features = Json::array();
  std::vector<std::pair<spec::LocalizedText, double>> importances;
  for (std::size_t feature = 0; feature < sums.size(); ++feature) {
    const double importance = sums[feature] / static_cast<double>(n_rows);
    features.push_back({{"feature", spec.features[feature].name}, {"mean_magnitude", importance}});
    importances.emplace_back(spec.features[feature].title, importance);
  }
  run.log_artifact(tracking::kImportancePath, kJson, Json{{"rows", n_rows}, {"features", std::move(features)}}.dump());
  run.log_artifact(
      tracking::kImportancePlotPath, kSvg,
      report::feature_importance_plot(std::move(importances), n_rows,
                                      spec.is_regression() ? spec.label.unit : "log-odds", base::Language::en));
}

}  // namespace clearwell::training
