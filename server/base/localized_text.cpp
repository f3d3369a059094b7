#include "server/base/localized_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace clearwell::base {
namespace {

constexpr std::string_view kNarrowNoBreakSpace = "\u202f";
constexpr std::size_t kGroupedFrom = 5;

/// Puts the language's signs into a number as C writes it.
std::string with_signs(const std::string& plain, std::string_view thousands, char decimal_sign) {
  const std::size_t sign = plain.starts_with('-') ? 1 : 0;
  const std::size_t point = std::min(plain.find('.'), plain.size());
  const bool grouped = point - sign >= kGroupedFrom;
  std::string text = plain.substr(0, sign);
  for (std::size_t at = sign; at < plain.size(); ++at) {
    if (grouped && at > sign && at < point && (point - at) % 3 == 0) text += thousands;
    text += at == point ? decimal_sign : plain[at];
  }
  return text;
}

LocalizedText localized_number(const std::string& plain) {
  return {with_signs(plain, ",", '.'), with_signs(plain, kNarrowNoBreakSpace, ',')};
}

std::string fixed(double value, int decimals) {
  char text[400];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  const std::string number = text;
  const bool is_zero = number.find_first_of("123456789") == std::string::npos;
  return is_zero && number.starts_with('-') ? number.substr(1) : number;  // -0.004 is 0.00, not -0.00
}

std::string fill_one(const std::string& pattern, std::initializer_list<LocalizedText> values, Language language) {
  std::string text;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const bool is_place = pattern[at] == '{' && at + 2 < pattern.size() && pattern[at + 2] == '}';
    const std::size_t index = is_place ? static_cast<std::size_t>(pattern[at + 1] - '0') : values.size();
    if (index >= values.size()) {
      text += pattern[at];
      continue;
    }
    text += in_language(*(values.begin() + index), language);
    at += 2;
  }
  return text;
}

}  // namespace

std::optional<Language> parse_language(std::string_view code) {
  if (code == "en") return Language::en;
  if (code == "es") return Language::es;
  return std::nullopt;
}

std::string_view language_code(Language language) {
  return language == Language::en ? "en" : "es";
}

const std::string& in_language(const LocalizedText& text, Language language) {
  return language == Language::en ? text.en : text.es;
}

LocalizedText in_all_languages(std::string text) {
  return {text, std::move(text)};
}

LocalizedText count_text(std::int64_t count) {
  return localized_number(std::to_string(count));
}

LocalizedText number_text(double value, int decimals) {
  return localized_number(fixed(value, decimals));
}

LocalizedText short_number_text(double value) {
  if (value == 0) return localized_number("0");
  const int before_point = static_cast<int>(std::floor(std::log10(std::fabs(value)))) + 1;
  std::string text = fixed(value, std::clamp(3 - before_point, 0, 12));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
  }
  return localized_number(text);
}

LocalizedText percent_text(double share) {
  constexpr double kSmallest = 0.0005;
  const bool almost_none = share > 0 && share < kSmallest;
  const bool almost_all = share < 1 && share > 1 - kSmallest;
  const LocalizedText number = number_text(almost_none ? 0.1 : almost_all ? 99.9 : 100 * share, 1);
  const std::string sign = almost_none ? "< " : almost_all ? "> " : "";
  return {sign + number.en + " %", sign + number.es + " %"};
}

LocalizedText fill(const LocalizedText& pattern, std::initializer_list<LocalizedText> values) {
  return {fill_one(pattern.en, values, Language::en), fill_one(pattern.es, values, Language::es)};
}

}  // namespace clearwell::base
