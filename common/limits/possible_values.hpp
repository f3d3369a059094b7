#pragma once

#include "common/limits/limits.hpp"

#include <limits>

namespace clearwell::limits {

/// Every value that a result, or a figure made of results, leaves possible: from low to high, each end inside or
/// outside.
struct PossibleValues {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_inside = false;
  bool high_inside = false;

  bool operator==(const PossibleValues&) const = default;
};

/// \param counted  a number of organisms, of which only whole ones are possible: fewer than one is none
PossibleValues possible_values(MeasuredValue measured, bool counted);

/// Verdict by the limit's numbers alone, confirmed or not: `within` or `beyond` where every possible value agrees.
Verdict compare(const PossibleValues& possible, const Limit& limit);

}  // namespace clearwell::limits
