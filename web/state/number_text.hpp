#pragma once

#include "web/i18n/language.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Numbers for people. English: 12,345.6; Spanish: 12 345,6 with a gap that does not break. Grouped from five digits
/// on.
namespace clearwell::state {

/// `decimals` digits after the point, trailing ones kept: 0.40 stays 0.40.
std::string number_text(double value, int decimals, i18n::Language language);

/// The same for a field that is typed into: never grouped.
std::string plain_number_text(double value, int decimals, i18n::Language language);

/// What the laboratory wrote (`<0.01`), with the language's decimal sign.
std::string laboratory_text(std::string_view text, i18n::Language language);

/// A number as people type it: point or comma, spaces around it. Empty for anything else, also for 1e400.
std::optional<double> parse_number(std::string_view text);

/// `0.42 mg/L`; the unit is left out when there is none.
std::string with_unit(std::string number, std::string_view unit);

}  // namespace clearwell::state
