#pragma once

#include "common/limits/limits.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace clearwell::intake {

/// The text without blanks (spaces, tabs, no-break spaces) at both ends.
std::string_view trim(std::string_view text);

/// ASCII letters compared without regard to case.
bool equal_ignoring_case(std::string_view left, std::string_view right);

/// Whether a cell says that nothing was measured: it is empty or one of the markers, without regard to case.
/// \param cell  trimmed
bool is_missing(std::string_view cell, std::span<const std::string> markers);

/// How a file writes decimals.
enum class DecimalMark { point, point_or_comma };
/// Files with `;` between cells come from places that write 7,5.
DecimalMark decimal_mark_beside(char delimiter);

/// The finite number that the whole cell spells, blanks around it aside: `7.1`, `+7.1`, `1e3`. Anything else is empty:
/// `0x10`, `1,234`, `7.1abc`, `inf`, `nan`, and what a double cannot hold.
std::optional<double> parse_number(std::string_view cell, DecimalMark mark = DecimalMark::point);

/// A number as above, or a bound of one: `<0.01` of what was not detected, `> 200.5` of what could not be counted.
std::optional<limits::MeasuredValue> parse_measured_value(std::string_view cell, DecimalMark mark = DecimalMark::point);

}  // namespace clearwell::intake
