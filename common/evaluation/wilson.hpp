#pragma once

#include <optional>

namespace clearwell::evaluation {

/// Both ends of a confidence interval of a share, 0 to 1.
struct Interval {
  double lower = 0;
  double upper = 1;

  bool operator==(const Interval&) const = default;
};

inline constexpr double kZ95 = 1.959963984540054;  ///< two-sided 95 %: the standard normal's 0.975 quantile

/// Wilson's score interval of a share of which `successes` of `trials` were seen. Unlike p ± z·sd it stays within 0
/// and 1 and does not shrink to a point when all or none succeed. Counts may be means over repeats, hence double.
/// \return  empty when trials is 0: no evidence
/// \pre     0 <= successes <= trials
/// Source: Wilson (1927), JASA 22(158): 209-212; Brown, Cai, DasGupta (2001), Statistical Science 16(2): 101-133.
std::optional<Interval> wilson_interval(double successes, double trials, double z = kZ95);

}  // namespace clearwell::evaluation
