#pragma once

#include "common/limits/limits.hpp"

namespace clearwell::limits {

/// The number that stands for a result where only a number will do, in the unit of the result: half the detection limit
/// of what was not detected (substitution by LOD/2; Hornung and Reed, Appl. Occup. Environ. Hyg. 5, 1990), the method's
/// upper limit of what could not be counted. A verdict never looks at it.
constexpr double substituted_value(MeasuredValue measured) {
  return measured.qualifier == Qualifier::below ? measured.value / 2 : measured.value;
}

}  // namespace clearwell::limits
