#pragma once

#include "common/evaluation/confusion_matrix.hpp"
#include "common/evaluation/estimate_errors.hpp"
#include "common/evaluation/wilson.hpp"
#include "server/training/cross_validation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace clearwell::training {

/// How a family judged the rows that have one thing in common: a feature not measured, a quarter of its values, or one
/// category.
/// Counts are those of the mean repeat, since each repeat judges the same rows again.
struct SliceScores {
  std::string feature;
  std::optional<double> from;  ///< both empty: the rows in which the feature was not measured
  std::optional<double> to;    ///< up to this value, which belongs to the slice; of a category both are its position
  double rows = 0;
  double positives = 0;            ///< of rows
  double predicted_positives = 0;  ///< of rows
  double true_positives = 0;
  std::optional<evaluation::Interval> precision_interval;  ///< Wilson, 95 %; empty without a positive call
  evaluation::EstimateErrors errors = {};  ///< of a regression, over all repeats; it calls nothing positive
  std::string category = {};               ///< its text; empty of a number

  std::optional<double> precision() const;
  std::optional<double> recall() const;

  bool operator==(const SliceScores&) const = default;
};

/// Every feature's slices of the judged rows, in the order of the spec: not measured, then its quarters by rising
/// value, or its categories. Quarters that a repeated value makes empty are left out, and so are features that were
/// never measured. \param folds  of the first repeat; each repeat judges the same rows
std::vector<SliceScores> evaluate_slices(const FamilyEvaluation& evaluation, const dataset::Folds& folds,
                                         const dataset::TrainingTable& table, const spec::DatasetSpec& spec);

}  // namespace clearwell::training
