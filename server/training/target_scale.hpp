#pragma once

#include <span>
#include <vector>

namespace clearwell::training {

/// Where a regression's targets lie: families that look for small numbers are fitted to (target - mean) / sd, and
/// their answer is brought back.
struct TargetScale {
  double mean = 0;
  double sd = 1;  ///< 1 where all targets are alike

  /// \return  [n_rows]
  std::vector<double> standardised(std::span<const double> targets) const;
};

/// \param targets  at least one
TargetScale fit_target_scale(std::span<const double> targets);

}  // namespace clearwell::training
