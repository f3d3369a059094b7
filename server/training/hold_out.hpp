#pragma once

#include "common/evaluation/confusion_matrix.hpp"
#include "common/evaluation/estimate_errors.hpp"
#include "common/evaluation/threshold_choice.hpp"
#include "common/scoring/predictor.hpp"
#include "server/dataset/training_table.hpp"

#include <optional>
#include <string>

namespace clearwell::training {

/// What the registered file itself says of the samples from `split.test_from` on. It was not fitted to them, and its
/// hyper-parameters and threshold were not chosen by them. The family was, where the outer folds judge the same
/// samples: of families that lie close together, the figure is that of the luckier. Its groups' earlier samples it may
/// know, unlike a fold's model of a split by group.
struct HoldOut {
  std::string from;  ///< YYYY-MM-DD
  std::int64_t rows = 0;
  std::int64_t positives = 0;
  std::optional<double> roc_auc = {};
  std::optional<double> pr_auc = {};              ///< average precision
  evaluation::ConfusionMatrix at_threshold = {};  ///< as the file decides
  /// The best point of these rows' own precision-recall curve at the recall floor: what a threshold chosen afterwards
  /// would have given. Empty without a positive row.
  std::optional<evaluation::ThresholdChoice> at_recall_floor = {};
  std::optional<evaluation::EstimateErrors> errors = {};  ///< of a regression, in place of all but day and rows

  bool operator==(const HoldOut&) const = default;
};

/// Empty where the spec's split has no `test_from`.
std::optional<HoldOut> judge_hold_out(const scoring::Predictor& registered, const dataset::TrainingTable& table,
                                      const spec::DatasetSpec& spec);

/// {"from","rows","positives","roc_auc","pr_auc","precision","recall","precision_at_recall_floor"}, of a regression
/// {"from","rows","mae","rmse","r2"}
std::string hold_out_json(const HoldOut& hold_out);

}  // namespace clearwell::training
