#pragma once

#include "common/evaluation/estimate_errors.hpp"
#include "common/evaluation/threshold_choice.hpp"
#include "common/scoring/calibration.hpp"
#include "common/spec/dataset_spec.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace clearwell::training {

/// What a candidate reached on rows that it was not fitted to.
struct CandidateScore {
  evaluation::ThresholdChoice threshold;  ///< on the margin: optimistic, being chosen on the same rows
  std::optional<double> roc_auc;
  std::optional<double> error = {};  ///< of a regression, by its metric; the rest of one stays empty

  bool operator==(const CandidateScore&) const = default;
};

/// The figure that a regression is chosen by; the lower, the better. Empty without rows.
std::optional<double> error_of(const evaluation::EstimateErrors& errors, const spec::MetricSpec& metric);

/// \param margins  [n], finite
/// \param labels   [n], 0 or 1, both occur
CandidateScore score_candidate(std::span<const float> margins, std::span<const std::uint8_t> labels,
                               double recall_floor);
/// \param values   [n], what a regression says
/// \param targets  [n]
CandidateScore score_candidate(std::span<const float> values, std::span<const double> targets,
                               const spec::MetricSpec& metric);

/// Positions of the n best, or of all where there are fewer, best first.
///
/// What counts is the highest precision at the recall floor. But it rests on the few rows that are called positive:
/// with 250 of them its standard error is 0.03, more than good candidates differ by, and the highest of several noisy
/// figures is the luckiest one. So among the candidates within one standard error of the highest precision the one of
/// the best ROC AUC is taken, which all rows speak for. Equal again: the first. The second best is the best of the
/// rest. A regression's best is that of the lowest error, which all rows speak for. Source of the one-standard-error
/// rule: Breiman, Friedman, Olshen, Stone (1984), Classification and Regression Trees, section 3.4.3.
std::vector<std::size_t> best_candidates(std::span<const CandidateScore> scores, std::size_t n);

/// A candidate with its calibration and its threshold, all chosen on rows that it was not fitted to.
struct Selection {
  std::size_t candidate = 0;              ///< position in the search space
  evaluation::ThresholdChoice threshold;  ///< on the margin, with what it reached there: optimistic, being chosen there
  std::optional<double> roc_auc;          ///< on the same rows
  scoring::Calibration calibration;
  std::optional<double> error = {};  ///< of a regression, on the same rows; it has none of the above but the candidate

  /// The threshold on the calibrated probability.
  float probability_threshold() const { return calibration.probability(threshold.threshold); }
  bool operator==(const Selection&) const = default;
};

/// The best candidate by its out-of-fold margins, as best_candidates ranks, with its calibration.
/// \param margins  [n_candidates][n], finite, each row scored by a model that was not fitted to it; empty for a
///                 candidate that is out of the race
/// \param labels   [n], 0 or 1, both occur
/// \pre            at least one candidate is in the race
Selection select_candidate(std::span<const std::vector<float>> margins, std::span<const std::uint8_t> labels,
                           double recall_floor);
/// Of a regression. \param values  [n_candidates][n], as above
Selection select_candidate(std::span<const std::vector<float>> values, std::span<const double> targets,
                           const spec::MetricSpec& metric);

}  // namespace clearwell::training
