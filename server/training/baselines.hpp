#pragma once

#include "common/evaluation/confusion_matrix.hpp"
#include "server/dataset/class_counts.hpp"
#include "server/dataset/folds.hpp"
#include "server/dataset/limits_rule.hpp"
#include "server/training/cross_validation.hpp"
#include "server/training/regression_baselines.hpp"

#include <optional>
#include <string>
#include <vector>

namespace clearwell::training {

/// What can be reached on the judged rows without a model. No figure of a model means anything without it.
struct Baselines {
  dataset::ClassCounts judged;
  std::optional<dataset::LimitsRule> limits_rule = {};  ///< where the spec has one
  evaluation::ConfusionMatrix by_limits_rule = {};
  std::vector<RegressionBaseline> regression = {};  ///< of a regression, whose classes mean nothing

  bool operator==(const Baselines&) const = default;
};

/// \param folds  of one repeat; each repeat judges the same rows
Baselines baselines_of(const dataset::Folds& folds, const dataset::TrainingTable& table, const spec::DatasetSpec& spec);

/// A baseline's figures as those of a family, so that they are summed up alike.
FamilyEvaluation as_evaluation(const RegressionBaseline& baseline, const spec::DatasetSpec& spec);

/// {"rows","positives","limits_rule":{"jurisdiction","features","unconfirmed","precision","recall","accuracy",
/// "predicted_positives"}}; the rule is null where there is none, and so is a figure without evidence. Of a regression
/// {"rows","mean":{"mae","rmse","r2"},"persistence"}, each figure as {"mean","sd","pooled"} over the folds.
std::string baselines_json(const Baselines& baselines, const spec::DatasetSpec& spec);

}  // namespace clearwell::training
