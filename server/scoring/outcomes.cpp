#include "server/scoring/outcomes.hpp"

#include <algorithm>

namespace clearwell::scoring {

std::vector<OutcomeCount> count_outcomes(bool is_regression, std::span<const Prediction> predictions) {
  if (is_regression) return {{"value", predictions.size()}};
  const auto n_positive = static_cast<std::size_t>(std::ranges::count(predictions, true, &Prediction::positive));
  return {{"positive", n_positive}, {"negative", predictions.size() - n_positive}};
}

}  // namespace clearwell::scoring
