#include "server/training/model_selection.hpp"

#include "common/evaluation/ranking.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::training {
namespace {

double standard_error(const evaluation::ThresholdChoice& choice) {
  return std::sqrt(choice.precision * (1 - choice.precision) / static_cast<double>(choice.predicted_positives));
}

}  // namespace

Selection select_candidate(std::span<const std::vector<float>> probabilities, std::span<const std::uint8_t> labels,
                           double recall_floor) {
  std::vector<Selection> selections;
  for (std::size_t candidate = 0; candidate < probabilities.size(); ++candidate) {
    const auto threshold = evaluation::choose_threshold(probabilities[candidate], labels, recall_floor);
    selections.push_back({candidate, threshold.value(), evaluation::roc_auc(probabilities[candidate], labels)});
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
  return best;
}

}  // namespace clearwell::training
