#include "server/training/summary.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace clearwell::training {
namespace {

nlohmann::ordered_json json_of(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

}  // namespace

std::span<const FoldMetric> fold_metrics() {
  using Scores = const FoldScores&;
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
  return kMetrics;
}

MetricSummary summarise(std::span<const FoldScores> folds, const FoldMetric& metric) {
  std::vector<double> values;
  for (const FoldScores& fold : folds)
    if (const std::optional<double> value = metric.of(fold)) values.push_back(*value);
  if (values.empty()) return {};
  double sum = 0;
  for (const double value : values)
    sum += value;
  const double n = static_cast<double>(values.size());
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

std::optional<std::size_t> best_family(std::span<const FamilyEvaluation> evaluations) {
  struct Rank {
    double lower;
    std::optional<double> roc_auc;
    auto operator<=>(const Rank&) const = default;
  };
  std::optional<std::size_t> best;
  std::optional<Rank> best_rank;
  for (std::size_t index = 0; index < evaluations.size(); ++index) {
    const auto interval = pooled_precision(evaluations[index]).interval;
    if (!interval) continue;
    const Rank rank{interval->lower, summarise(evaluations[index].folds, fold_metrics()[0]).mean};
    if (best_rank && !(rank > *best_rank)) continue;
    best = index;
    best_rank = rank;
  }
  return best;
}

std::string metrics_json(const FamilyEvaluation& evaluation) {
  nlohmann::ordered_json metrics = nlohmann::ordered_json::object();
  for (const FoldMetric& metric : fold_metrics()) {
    const MetricSummary summary = summarise(evaluation.folds, metric);
    metrics[std::string(metric.name)] = {{"mean", json_of(summary.mean)}, {"sd", json_of(summary.sd)}};
  }
  const PooledPrecision pooled = pooled_precision(evaluation);
  metrics["precision"]["pooled"] = json_of(pooled.precision);
  metrics["precision"]["lower"] = json_of(pooled.interval ? std::optional(pooled.interval->lower) : std::nullopt);
  metrics["precision"]["upper"] = json_of(pooled.interval ? std::optional(pooled.interval->upper) : std::nullopt);
  return metrics.dump();
}

}  // namespace clearwell::training
