#include "common/evaluation/probability_scores.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace clearwell::evaluation {

std::optional<double> brier_score(std::span<const float> probabilities, std::span<const std::uint8_t> labels) {
  if (probabilities.empty()) return std::nullopt;
  double sum = 0;
  for (std::size_t row = 0; row < probabilities.size(); ++row) {
    const double distance = static_cast<double>(probabilities[row]) - (labels[row] != 0 ? 1.0 : 0.0);
    sum += distance * distance;
  }
  return sum / static_cast<double>(probabilities.size());
}

std::optional<double> log_loss(std::span<const float> probabilities, std::span<const std::uint8_t> labels) {
  if (probabilities.empty()) return std::nullopt;
  constexpr double kSmallest = 1e-15;
  double sum = 0;
  for (std::size_t row = 0; row < probabilities.size(); ++row) {
    const double p = std::clamp(static_cast<double>(probabilities[row]), kSmallest, 1.0 - kSmallest);
    sum -= std::log(labels[row] != 0 ? p : 1.0 - p);
  }
  return sum / static_cast<double>(probabilities.size());
}

}  // namespace clearwell::evaluation
