#include "server/training/model_selection.hpp"

#include "common/evaluation/ranking.hpp"
#include "server/training/calibration_fit.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::training {
namespace {

/// Of a precision, with two hits and two misses added, so that 10 of 10 is not taken for certain.
/// Source: Agresti, Coull (1998), The American Statistician 52(2): 119-126.
double standard_error(const evaluation::ThresholdChoice& choice) {
  const double rows = static_cast<double>(choice.predicted_positives) + 4;
  const double share = (choice.precision * static_cast<double>(choice.predicted_positives) + 2) / rows;
  return std::sqrt(share * (1 - share) / rows);
}

}  // namespace

Selection select_candidate(std::span<const std::vector<float>> margins, std::span<const std::uint8_t> labels,
                           double recall_floor) {
  std::vector<Selection> selections;
  for (std::size_t candidate = 0; candidate < margins.size(); ++candidate) {
    const auto threshold = evaluation::choose_threshold(margins[candidate], labels, recall_floor);
    selections.push_back({candidate, threshold.value(), evaluation::roc_auc(margins[candidate], labels), {}});
  }
  const auto most_precise = std::max_element(
      selections.begin(), selections.end(),
      [](const Selection& a, const Selection& b) { return a.threshold.precision < b.threshold.precision; });
  const double good_enough = most_precise->threshold.precision - standard_error(most_precise->threshold);

  Selection best = *most_precise;
  bool found = false;
  for (const Selection& selection : selections) {
    if (selection.threshold.precision < good_enough || (found && selection.roc_auc <= best.roc_auc)) continue;
    best = selection;
    found = true;
  }
  best.calibration = fit_calibration(margins[best.candidate], labels);
  return best;
}

}  // namespace clearwell::training
