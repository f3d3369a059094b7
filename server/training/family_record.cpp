#include "server/training/family_record.hpp"

#include "server/training/summary.hpp"

#include <nlohmann/json.hpp>

#include <map>

namespace clearwell::training {
namespace {

tracking::FinishedRun candidate_run(const SearchSpace& space, const FamilyEvaluation& evaluation,
                                    std::size_t candidate) {
  const Trial& trial = evaluation.trials[candidate];
  tracking::FinishedRun run{"candidate_" + std::to_string(candidate), {}, {}};
  for (const auto& [name, value] : evaluation.candidates[candidate])
    run.params[name] = nlohmann::json(value).dump();
  const double share = space.rungs[trial.rungs - 1].share;
  run.params["share_of_rows"] = nlohmann::json(share).dump();  // below 1: halving gave it no more
  const auto add = [&](std::string key, const std::optional<double>& value, std::size_t step = 0) {
    if (value) run.metrics.push_back({std::move(key), *value, static_cast<std::int64_t>(step)});
  };
  for (std::size_t fold = 0; fold < trial.folds.size(); ++fold) {
    if (evaluation.error_metric) {
      add("mae", trial.folds[fold].errors.mae(), fold);
      add("rmse", trial.folds[fold].errors.rmse(), fold);
      add("r2", trial.folds[fold].errors.r2(), fold);
      continue;
    }
    add("roc_auc", trial.folds[fold].roc_auc, fold);
    add("precision", trial.folds[fold].at_threshold.precision(), fold);
    add("recall", trial.folds[fold].at_threshold.recall(), fold);
  }
  if (evaluation.error_metric) {
    add(evaluation.error_metric->name + "_pooled", trial.score.error);
  } else {
    add("roc_auc_pooled", trial.score.roc_auc);
    add("precision_pooled", trial.score.threshold.precision);
    add("recall_pooled", trial.score.threshold.recall);
  }
  add("fit_seconds", trial.fit_seconds);
  return run;
}

std::vector<tracking::FinishedRun> candidate_runs(const SearchSpace& space, const FamilyEvaluation& evaluation) {
  std::vector<tracking::FinishedRun> runs;
  for (std::size_t candidate = 0; candidate < evaluation.candidates.size(); ++candidate)
    runs.push_back(candidate_run(space, evaluation, candidate));
  return runs;
}

}  // namespace

void record_family(const tracking::ActiveRun& run, const SearchSpace& space, const FamilyEvaluation& evaluation,
                   double seconds) {
  const Selection& chosen = evaluation.final_selection;
  std::map<std::string, std::string> params = {{"family", evaluation.family},
                                               {"candidates", std::to_string(evaluation.candidates.size())}};
  if (!evaluation.error_metric) {
    params["threshold"] = nlohmann::json(chosen.probability_threshold()).dump();
    params["calibration_slope"] = nlohmann::json(chosen.calibration.slope).dump();
    params["calibration_intercept"] = nlohmann::json(chosen.calibration.intercept).dump();
  }
  for (const auto& [name, value] : evaluation.candidates[chosen.candidate])
    params[name] = nlohmann::json(value).dump();
  for (std::size_t fold = 0; fold < evaluation.folds.size(); ++fold)
    params["selected_in_fold_" + std::to_string(fold)] =
        nlohmann::json(evaluation.candidates[evaluation.folds[fold].selection.candidate]).dump();
  run.log_params(params);

  std::vector<tracking::Metric> metrics;
  const auto add = [&](std::string key, const std::optional<double>& value, std::size_t step) {
    if (value) metrics.push_back({std::move(key), *value, static_cast<std::int64_t>(step)});  // no evidence, no point
  };
  for (const FoldMetric& metric : fold_metrics(evaluation.task())) {
    const std::string name(metric.name);
    for (std::size_t fold = 0; fold < evaluation.folds.size(); ++fold)
      add(name, metric.of(evaluation.folds[fold]), fold);
    const MetricSummary summary = summarise(evaluation.folds, metric);
    add(name + "_mean", summary.mean, 0);
    add(name + "_sd", summary.sd, 0);
  }
  if (evaluation.error_metric) {
    const evaluation::EstimateErrors pooled = pooled_errors(evaluation.folds);
    add("mae_pooled", pooled.mae(), 0);
    add("rmse_pooled", pooled.rmse(), 0);
    add("r2_pooled", pooled.r2(), 0);
  }
  const PooledPrecision pooled = pooled_precision(evaluation);
  add("precision_pooled", pooled.precision, 0);
  if (pooled.interval) {
    add("precision_pooled_lower", pooled.interval->lower, 0);
    add("precision_pooled_upper", pooled.interval->upper, 0);
  }
  add("seconds", seconds, 0);
  run.log_metrics(metrics);
  if (const std::string library = space.estimator->library(); !library.empty()) run.set_tags({{"library", library}});
  run.add_finished(candidate_runs(space, evaluation));
}

}  // namespace clearwell::training
