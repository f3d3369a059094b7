#include "common/evaluation/wilson.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::evaluation {

std::optional<Interval> wilson_interval(double successes, double trials, double z) {
  if (trials <= 0) return std::nullopt;
  const double share = successes / trials;
  const double z2 = z * z;
  const double centre = share + z2 / (2 * trials);
  const double half = z * std::sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials));
  const double scale = 1 + z2 / trials;
  return Interval{std::max(0.0, (centre - half) / scale), std::min(1.0, (centre + half) / scale)};
}

}  // namespace clearwell::evaluation
