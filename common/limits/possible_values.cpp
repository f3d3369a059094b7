#include "common/limits/possible_values.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::limits {
namespace {

bool all_above(const PossibleValues& possible, double bound) {
  return possible.low > bound || (possible.low == bound && !possible.low_inside);
}

bool all_below(const PossibleValues& possible, double bound) {
  return possible.high < bound || (possible.high == bound && !possible.high_inside);
}

}  // namespace

PossibleValues possible_values(MeasuredValue measured, bool counted) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double value = measured.value;
  switch (measured.qualifier) {
    case Qualifier::equal:
      return {value, value, true, true};
    case Qualifier::below:
      // Fewer than one organism is none: `< 1` in 100 mL means absent.
      if (counted) return {0, std::max(0.0, std::ceil(value) - 1), true, true};
      return {-kInfinity, value, false, false};
    case Qualifier::above:
      if (counted) return {std::floor(value) + 1, kInfinity, true, false};
      return {value, kInfinity, false, false};
  }
  return {};
}

Verdict compare(const PossibleValues& possible, const Limit& limit) {
  if ((!limit.min || possible.low >= *limit.min) && (!limit.max || possible.high <= *limit.max)) return Verdict::within;
  if ((limit.min && all_below(possible, *limit.min)) || (limit.max && all_above(possible, *limit.max)))
    return Verdict::beyond;
  return Verdict::cannot_be_judged;
}

}  // namespace clearwell::limits
