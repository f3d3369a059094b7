#pragma once

#include "common/evaluation/wilson.hpp"
#include "server/training/cross_validation.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the folds' figures come to.
namespace clearwell::training {

/// One figure that each outer fold yields. The name is the metric's in tracking and in JSON.
struct FoldMetric {
  std::string_view name;
  std::optional<double> (*of)(const FoldScores&);
};

/// roc_auc, pr_auc, brier, log_loss, accuracy_at_half, precision_at_half, precision, recall, f1, predicted_positives;
/// of a regression mae, rmse, r2.
std::span<const FoldMetric> fold_metrics(spec::Task task = spec::Task::classification);

/// Over the folds that have evidence; a fold without counts in neither.
struct MetricSummary {
  std::optional<double> mean;
  std::optional<double> sd;  ///< sample standard deviation between folds (n - 1); empty below two folds

  bool operator==(const MetricSummary&) const = default;
};
MetricSummary summarise(std::span<const FoldScores> folds, const FoldMetric& metric);
MetricSummary summarise(std::span<const double> values);

/// Precision at the chosen threshold with all folds' positives counted together, and how much that says.
struct PooledPrecision {
  std::optional<double> precision;
  std::optional<evaluation::Interval> interval;  ///< Wilson, 95 %
  double predicted_positives = 0;                ///< in the mean repeat

  bool operator==(const PooledPrecision&) const = default;
};
/// Each repeat judges the same rows again, which is no new evidence: the interval rests on the mean repeat's counts.
PooledPrecision pooled_precision(const FamilyEvaluation& evaluation);

/// The errors of a regression with all folds' rows together; each repeat judges the same rows again.
evaluation::EstimateErrors pooled_errors(std::span<const FoldScores> folds);

/// Position of the family to register: the lowest pooled error of a regression; of others the highest lower bound of
/// pooled precision, ties by mean ROC AUC, then the first. Empty where no family called any row positive: without
/// evidence nothing wins.
std::optional<std::size_t> best_family(std::span<const FamilyEvaluation> evaluations);

/// {"roc_auc":{"mean","sd"},…,"precision":{"mean","sd","pooled","lower","upper"},…}; null where there is no evidence.
/// Of a regression {"mae":{"mean","sd","pooled"},"rmse":{…},"r2":{…}}.
std::string metrics_json(const FamilyEvaluation& evaluation);

}  // namespace clearwell::training
