#pragma once

#include "common/spec/dataset_spec.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

/// Sentences for people in the languages of the interface. Numbers are grouped and pointed as on the page: English
/// 12,345.6; Spanish 12 345,6 with a gap that does not break; grouped from five digits on.
namespace clearwell::base {

using spec::LocalizedText;

enum class Language { en, es };

/// `en` or `es`; empty for anything else.
std::optional<Language> parse_language(std::string_view code);
std::string_view language_code(Language language);
const std::string& in_language(const LocalizedText& text, Language language);

/// The same in every language: names, codes.
LocalizedText in_all_languages(std::string text);
LocalizedText count_text(std::int64_t count);
/// `decimals` digits after the point, trailing ones kept.
LocalizedText number_text(double value, int decimals);
/// As many digits as three significant ones need, no trailing zeros: 0.0123, 48.1, 21918.
LocalizedText short_number_text(double value);
/// `39.0 %` of a share from 0 to 1. What is not 0 or 1 is not shown as `0.0 %` or `100.0 %`, but as less or more than
/// the next.
LocalizedText percent_text(double share);

/// The pattern with `{0}`, `{1}`, … replaced by the values, language by language; a place without a value stays as it
/// is, and what a value holds is not searched for places.
LocalizedText fill(const LocalizedText& pattern, std::initializer_list<LocalizedText> values);

}  // namespace clearwell::base
