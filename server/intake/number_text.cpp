#include "server/intake/number_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace clearwell::intake {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";  // U+00A0 in UTF-8: what spreadsheets paste

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  while (true) {
    const std::size_t before = text.size();
    while (!text.empty() && kBlanks.find(text.front()) != std::string_view::npos)
      text.remove_prefix(1);
    while (!text.empty() && kBlanks.find(text.back()) != std::string_view::npos)
      text.remove_suffix(1);
    if (text.starts_with(kNoBreakSpace)) text.remove_prefix(kNoBreakSpace.size());
    if (text.ends_with(kNoBreakSpace)) text.remove_suffix(kNoBreakSpace.size());
    if (text.size() == before) return text;
  }
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

bool is_missing(std::string_view cell, std::span<const std::string> markers) {
  return cell.empty() ||
         std::ranges::any_of(markers, [&](const std::string& marker) { return equal_ignoring_case(cell, marker); });
}

DecimalMark decimal_mark_beside(char delimiter) {
  return delimiter == ';' ? DecimalMark::point_or_comma : DecimalMark::point;
}

std::optional<double> parse_number(std::string_view cell, DecimalMark mark) {
  std::string digits(trim(cell));
  if (mark == DecimalMark::point_or_comma && digits.find('.') == std::string::npos &&
      std::ranges::count(digits, ',') == 1)
    std::ranges::replace(digits, ',', '.');
  const bool has_plus = digits.size() > 1 && digits[0] == '+' && digits[1] != '-' && digits[1] != '+';
  const char* first = digits.data() + (has_plus ? 1 : 0);
  const char* last = digits.data() + digits.size();
  double value = 0;
  const auto [end, error] = std::from_chars(first, last, value);
  if (error != std::errc() || end != last || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<limits::MeasuredValue> parse_measured_value(std::string_view cell, DecimalMark mark) {
  cell = trim(cell);
  limits::Qualifier qualifier = limits::Qualifier::equal;
  if (!cell.empty() && cell.front() == '<') qualifier = limits::Qualifier::below;
  if (!cell.empty() && cell.front() == '>') qualifier = limits::Qualifier::above;
  if (qualifier != limits::Qualifier::equal) cell.remove_prefix(1);
  const std::optional<double> number = parse_number(cell, mark);
  if (!number) return std::nullopt;
  return limits::MeasuredValue{*number, qualifier};
}

}  // namespace clearwell::intake
