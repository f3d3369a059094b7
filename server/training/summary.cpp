#include "server/training/summary.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace clearwell::training {
namespace {

nlohmann::ordered_json json_of(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

/// How families are ordered, the highest first.
struct Rank {
  double lower = 0;  // of a regression: minus its error
  std::optional<double> roc_auc;
  auto operator<=>(const Rank&) const = default;  // NOLINT(modernize-use-nullptr): of what the compiler writes
};

/// Empty without evidence.
std::optional<Rank> rank_of(const FamilyEvaluation& evaluation) {
  if (evaluation.error_metric) {
    const std::optional<double> error = error_of(pooled_errors(evaluation.folds), *evaluation.error_metric);
    return error && std::isfinite(*error) ? std::optional(Rank{-*error, {}}) : std::nullopt;
  }
  const auto interval = pooled_precision(evaluation).interval;
  if (!interval) return std::nullopt;
  return Rank{interval->lower, summarise(evaluation.folds, fold_metrics()[0]).mean};
}

}  // namespace

std::span<const FoldMetric> fold_metrics(spec::Task task) {
  using Scores = const FoldScores&;
  static constexpr std::array kErrors = {
      FoldMetric{"mae", [](Scores s) { return s.errors.mae(); }},
      FoldMetric{"rmse", [](Scores s) { return s.errors.rmse(); }},
      FoldMetric{"r2", [](Scores s) { return s.errors.r2(); }},
  };
  static constexpr std::array kMetrics = {
      FoldMetric{"roc_auc", [](Scores s) { return s.roc_auc; }},
      FoldMetric{"pr_auc", [](Scores s) { return s.pr_auc; }},
      FoldMetric{"brier", [](Scores s) { return s.brier; }},
      FoldMetric{"log_loss", [](Scores s) { return s.log_loss; }},
      FoldMetric{"accuracy_at_half", [](Scores s) { return s.at_half.accuracy(); }},
      FoldMetric{"precision_at_half", [](Scores s) { return s.at_half.precision(); }},
      FoldMetric{"precision", [](Scores s) { return s.at_threshold.precision(); }},
      FoldMetric{"recall", [](Scores s) { return s.at_threshold.recall(); }},
      FoldMetric{"f1", [](Scores s) { return s.at_threshold.f1(); }},
      FoldMetric{"predicted_positives",
                 [](Scores s) { return std::optional(static_cast<double>(s.at_threshold.predicted_positives())); }},
  };
  if (task == spec::Task::regression) return kErrors;
  return kMetrics;
}

MetricSummary summarise(std::span<const FoldScores> folds, const FoldMetric& metric) {
  std::vector<double> values;
  for (const FoldScores& fold : folds)
    if (const std::optional<double> value = metric.of(fold)) values.push_back(*value);
  return summarise(values);
}

MetricSummary summarise(std::span<const double> values) {
  if (values.empty()) return {};
  double sum = 0;
  for (const double value : values)
    sum += value;
  const auto n = static_cast<double>(values.size());
  MetricSummary summary{sum / n, std::nullopt};
  if (values.size() < 2) return summary;
  double squares = 0;
  for (const double value : values)
    squares += (value - *summary.mean) * (value - *summary.mean);
  summary.sd = std::sqrt(squares / (n - 1));
  return summary;
}

PooledPrecision pooled_precision(const FamilyEvaluation& evaluation) {
  evaluation::ConfusionMatrix all;
  for (const FoldScores& fold : evaluation.folds)
    all += fold.at_threshold;
  const double repeats = evaluation.n_repeats;
  const double positives = static_cast<double>(all.predicted_positives()) / repeats;
  return {all.precision(), evaluation::wilson_interval(static_cast<double>(all.true_positives) / repeats, positives),
          positives};
}

evaluation::EstimateErrors pooled_errors(std::span<const FoldScores> folds) {
  evaluation::EstimateErrors all;
  for (const FoldScores& fold : folds)
    all += fold.errors;
  return all;
}

std::optional<std::size_t> best_family(std::span<const FamilyEvaluation> evaluations) {
  std::optional<std::size_t> best;
  std::optional<Rank> best_rank;
  for (std::size_t index = 0; index < evaluations.size(); ++index) {
    const std::optional<Rank> found = rank_of(evaluations[index]);
    if (!found) continue;
    const Rank rank = *found;
    if (best_rank && !(rank > *best_rank)) continue;
    best = index;
    best_rank = rank;
  }
  return best;
}

std::string metrics_json(const FamilyEvaluation& evaluation) {
  nlohmann::ordered_json metrics = nlohmann::ordered_json::object();
  for (const FoldMetric& metric : fold_metrics(evaluation.task())) {
    const MetricSummary summary = summarise(evaluation.folds, metric);
    metrics[std::string(metric.name)] = {{"mean", json_of(summary.mean)}, {"sd", json_of(summary.sd)}};
  }
  if (evaluation.error_metric) {
    FoldScores all;
    all.errors = pooled_errors(evaluation.folds);
    for (const FoldMetric& metric : fold_metrics(evaluation.task()))
      metrics[std::string(metric.name)]["pooled"] = json_of(metric.of(all));
    return metrics.dump();
  }
  const PooledPrecision pooled = pooled_precision(evaluation);
  metrics["precision"]["pooled"] = json_of(pooled.precision);
  metrics["precision"]["lower"] = json_of(pooled.interval ? std::optional(pooled.interval->lower) : std::nullopt);
  metrics["precision"]["upper"] = json_of(pooled.interval ? std::optional(pooled.interval->upper) : std::nullopt);
  return metrics.dump();
}

}  // namespace clearwell::training
