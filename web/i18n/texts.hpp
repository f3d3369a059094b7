#pragma once

#include "web/i18n/language.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace clearwell::i18n {

/// Every sentence of the page. The table is texts.inc.
enum class Text {
#define CLEARWELL_TEXT(key, en, es) key,
#include "web/i18n/texts.inc"
#undef CLEARWELL_TEXT
};

inline constexpr int kTextCount = 0
#define CLEARWELL_TEXT(key, en, es) +1  // NOLINT(bugprone-macro-parentheses): terms of a sum
#include "web/i18n/texts.inc"
#undef CLEARWELL_TEXT
    ;

/// Both languages of one sentence.
struct Entry {
  std::string_view key;
  std::string_view en;
  std::string_view es;
};
const Entry& entry(Text text);

std::string_view text(Text text, Language language);

/// The sentence with `{0}`, `{1}`, … replaced by the values; a place without a value stays as it is.
std::string fill(Text text, Language language, std::initializer_list<std::string_view> values);

}  // namespace clearwell::i18n
