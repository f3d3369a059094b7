#include "server/training/baselines.hpp"

#include "server/training/summary.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::training {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

}  // namespace

FamilyEvaluation as_evaluation(const RegressionBaseline& baseline, const spec::DatasetSpec& spec) {
  FamilyEvaluation evaluation;
  evaluation.family = baseline.name;
  evaluation.error_metric = spec.metric;
  evaluation.n_repeats = 1;
  for (const evaluation::EstimateErrors& errors : baseline.folds)
    evaluation.folds.emplace_back().errors = errors;
  return evaluation;
}

Baselines baselines_of(const dataset::Folds& folds, const dataset::TrainingTable& table,
                       const spec::DatasetSpec& spec) {
  Baselines baselines;
  if (spec.is_regression()) baselines.regression = regression_baselines(folds, table, spec);
  if (spec.limits_rule) baselines.limits_rule = dataset::apply_limits_rule(table, spec);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    if (!folds.is_judged(row)) continue;
    baselines.judged.add(table.labels[row]);
    if (baselines.limits_rule)
      baselines.by_limits_rule.add(baselines.limits_rule->positive[row] != 0, table.labels[row] != 0);
  }
  return baselines;
}

std::string baselines_json(const Baselines& baselines, const spec::DatasetSpec& spec) {
  if (spec.is_regression()) {
    Json json = {{"rows", baselines.judged.all()}};
    for (const RegressionBaseline& baseline : baselines.regression)
      json[baseline.name] = Json::parse(metrics_json(as_evaluation(baseline, spec)));
    return json.dump();
  }
  Json json = {{"rows", baselines.judged.all()}, {"positives", baselines.judged.positives}, {"limits_rule", nullptr}};
  const evaluation::ConfusionMatrix& matrix = baselines.by_limits_rule;
  if (baselines.limits_rule)
    json["limits_rule"] = {{"jurisdiction", spec.limits_rule->jurisdiction},
                           {"features", baselines.limits_rule->features},
                           {"unconfirmed", baselines.limits_rule->unconfirmed},
                           {"precision", or_null(matrix.precision())},
                           {"recall", or_null(matrix.recall())},
                           {"accuracy", or_null(matrix.accuracy())},
                           {"predicted_positives", matrix.predicted_positives()}};
  return json.dump();
}

}  // namespace clearwell::training
