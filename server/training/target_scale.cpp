#include "server/training/target_scale.hpp"

#include <cmath>

namespace clearwell::training {

std::vector<double> TargetScale::standardised(std::span<const double> targets) const {
  std::vector<double> standardised;
  standardised.reserve(targets.size());
  for (const double target : targets)
    standardised.push_back((target - mean) / sd);
  return standardised;
}

TargetScale fit_target_scale(std::span<const double> targets) {
  const auto n = static_cast<double>(targets.size());
  TargetScale scale;
  for (const double target : targets)
    scale.mean += target / n;
  double squares = 0;
  for (const double target : targets)
    squares += (target - scale.mean) * (target - scale.mean);
  const double sd = std::sqrt(squares / n);
  // As in fit_standardisation: a spread below the rounding of float32 is no spread.
  if (sd > 1e-7 * std::fabs(scale.mean)) scale.sd = sd;
  return scale;
}

}  // namespace clearwell::training
