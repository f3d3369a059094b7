#pragma once

#include "common/evaluation/threshold_choice.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace clearwell::training {

/// A candidate and the threshold that goes with it, chosen together on rows that neither was fitted to.
struct Selection {
  std::size_t candidate = 0;  ///< position in the search space
  evaluation::ThresholdChoice
      threshold;                  ///< with what it reached on the inner folds: optimistic, for it was chosen there
  std::optional<double> roc_auc;  ///< on the inner folds

  bool operator==(const Selection&) const = default;
};

/// Chooses a candidate by its out-of-fold probabilities.
///
/// What counts is the highest precision at the recall floor. But it rests on the few rows that are called positive:
/// with 250 of them its standard error is 0.03, more than good candidates differ by, and the highest of several noisy
/// figures is the luckiest one. So among the candidates within one standard error of the highest precision the one of
/// the best ROC AUC is taken, which all rows speak for. Equal again: the first.
/// Source of the one-standard-error rule: Breiman, Friedman, Olshen, Stone (1984), Classification and Regression Trees,
/// section 3.4.3.
/// \param probabilities  [n_candidates][n], each row scored by a model that was not fitted to it
/// \param labels         [n], 0 or 1, both occur
/// \pre                  n_candidates >= 1
Selection select_candidate(std::span<const std::vector<float>> probabilities, std::span<const std::uint8_t> labels,
                           double recall_floor);

}  // namespace clearwell::training
