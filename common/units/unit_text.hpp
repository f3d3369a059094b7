#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clearwell::units {

/// The form in which unit texts are compared: lower case, no blanks, `u` for both characters that look like µ, no
/// degree sign, no brackets.
std::string fold(std::string_view text);

/// One way to read a unit text: what may be the unit, and what may be said of its basis. Both folded.
struct UnitText {
  std::string unit;
  std::string basis;  ///< empty: the text is all unit

  bool operator==(const UnitText&) const = default;
};

/// Every way to cut a text, the longest unit first: `mg/l as N` may be a unit of that name, or `mg/l` of `n`. Also
/// what stands between mass and volume is a basis: `mg NO3/l`.
std::vector<UnitText> cuts(std::string_view text);

}  // namespace clearwell::units
