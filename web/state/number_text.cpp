#include "web/state/number_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace clearwell::state {
namespace {

using i18n::Language;

char decimal_sign(Language language) {
  return language == Language::es ? ',' : '.';
}

std::string group_thousands(std::string digits, Language language) {
  const std::size_t point = std::min(digits.find(decimal_sign(language)), digits.size());
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  if (point - first < 5) return digits;
  for (std::size_t at = point; at > first + 3; at -= 3)
    digits.insert(at - 3, language == Language::es ? "\u00A0" : ",");
  return digits;
}

}  // namespace

std::string plain_number_text(double value, int decimals, Language language) {
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  std::string number = text.data();
  // -0.00 is an artefact of rounding, not a measurement.
  if (number.find_first_not_of("-0.") == std::string::npos && number[0] == '-') number.erase(0, 1);
  std::replace(number.begin(), number.end(), '.', decimal_sign(language));
  return number;
}

std::string number_text(double value, int decimals, Language language) {
  return group_thousands(plain_number_text(value, decimals, language), language);
}

std::string laboratory_text(std::string_view text, Language language) {
  std::string shown(text);
  if (language == Language::es) std::replace(shown.begin(), shown.end(), '.', ',');
  return shown;
}

std::optional<double> parse_number(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return std::nullopt;
  std::string number(text.substr(first, text.find_last_not_of(" \t") - first + 1));
  std::replace(number.begin(), number.end(), ',', '.');
  // strtod also reads nan, inf and hexadecimal, which nobody types as a measurement.
  if (number.find_first_not_of("0123456789.+-eE") != std::string::npos) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(number.c_str(), &end);
  if (end != number.c_str() + number.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string with_unit(std::string number, std::string_view unit) {
  if (!unit.empty()) number.append(" ").append(unit);
  return number;
}

}  // namespace clearwell::state
