#include "server/training/model_selection.hpp"

#include "common/evaluation/ranking.hpp"
#include "server/training/calibration_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace clearwell::training {
namespace {

/// Of a precision, with two hits and two misses added, so that 10 of 10 is not taken for certain.
/// Source: Agresti, Coull (1998), The American Statistician 52(2): 119-126.
double standard_error(const evaluation::ThresholdChoice& choice) {
  const double rows = static_cast<double>(choice.predicted_positives) + 4;
  const double share = (choice.precision * static_cast<double>(choice.predicted_positives) + 2) / rows;
  return std::sqrt(share * (1 - share) / rows);
}

/// An error that is no number is larger than any other: it must not win because nothing compares less than it.
double comparable(double error) {
  return std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
}

/// Position of the best of those, itself a position in scores.
std::size_t best_of(std::span<const CandidateScore> scores, const std::vector<std::size_t>& candidates) {
  if (scores[candidates[0]].error)
    return *std::min_element(candidates.begin(), candidates.end(), [&](auto a, auto b) {
      return comparable(*scores[a].error) < comparable(*scores[b].error);
    });
  const std::size_t most_precise = *std::max_element(candidates.begin(), candidates.end(), [&](auto a, auto b) {
    return scores[a].threshold.precision < scores[b].threshold.precision;
  });
  const evaluation::ThresholdChoice& highest = scores[most_precise].threshold;
  const double good_enough = highest.precision - standard_error(highest);
  std::optional<std::size_t> best;
  for (const std::size_t candidate : candidates) {
    if (scores[candidate].threshold.precision < good_enough) continue;
    if (!best || scores[candidate].roc_auc > scores[*best].roc_auc) best = candidate;
  }
  return *best;  // the most precise is good enough itself
}

/// Positions of the candidates that are still in the race, and their scores by `score`.
template <typename Score>
std::pair<std::vector<std::size_t>, std::vector<CandidateScore>> score_racing(
    std::span<const std::vector<float>> margins, const Score& score) {
  std::vector<std::size_t> racing;
  std::vector<CandidateScore> scores;
  for (std::size_t candidate = 0; candidate < margins.size(); ++candidate) {
    if (margins[candidate].empty()) continue;
    racing.push_back(candidate);
    scores.push_back(score(margins[candidate]));
  }
  return {std::move(racing), std::move(scores)};
}

}  // namespace

std::optional<double> error_of(const evaluation::EstimateErrors& errors, const spec::MetricSpec& metric) {
  return metric.name == "mae" ? errors.mae() : errors.rmse();
}

CandidateScore score_candidate(std::span<const float> values, std::span<const double> targets,
                               const spec::MetricSpec& metric) {
  evaluation::EstimateErrors errors;
  for (std::size_t row = 0; row < values.size(); ++row)
    errors.add(static_cast<double>(values[row]), targets[row]);
  return {{}, {}, error_of(errors, metric)};
}

CandidateScore score_candidate(std::span<const float> margins, std::span<const std::uint8_t> labels,
                               double recall_floor) {
  return {evaluation::choose_threshold(margins, labels, recall_floor).value(), evaluation::roc_auc(margins, labels)};
}

std::vector<std::size_t> best_candidates(std::span<const CandidateScore> scores, std::size_t n) {
  std::vector<std::size_t> left(scores.size());
  std::iota(left.begin(), left.end(), std::size_t{0});
  std::vector<std::size_t> best;
  while (best.size() < n && !left.empty()) {
    best.push_back(best_of(scores, left));
    std::erase(left, best.back());
  }
  return best;
}

Selection select_candidate(std::span<const std::vector<float>> margins, std::span<const std::uint8_t> labels,
                           double recall_floor) {
  const auto [racing, scores] =
      score_racing(margins, [&](const auto& of_one) { return score_candidate(of_one, labels, recall_floor); });
  const std::size_t best = best_candidates(scores, 1).at(0);
  return {racing[best], scores[best].threshold, scores[best].roc_auc, fit_calibration(margins[racing[best]], labels)};
}

Selection select_candidate(std::span<const std::vector<float>> values, std::span<const double> targets,
                           const spec::MetricSpec& metric) {
  const auto [racing, scores] =
      score_racing(values, [&](const auto& of_one) { return score_candidate(of_one, targets, metric); });
  const std::size_t best = best_candidates(scores, 1).at(0);
  Selection selection;
  selection.candidate = racing[best];
  selection.error = scores[best].error;
  return selection;
}

}  // namespace clearwell::training
