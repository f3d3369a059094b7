#include "web/i18n/texts.hpp"

#include <array>

namespace clearwell::i18n {
namespace {

constexpr std::array<Entry, kTextCount> kTable = {{
#define CLEARWELL_TEXT(key, en, es) {#key, en, es},
#include "web/i18n/texts.inc"
#undef CLEARWELL_TEXT
}};

}  // namespace

const Entry& entry(Text text) {
  return kTable[static_cast<std::size_t>(text)];
}

std::string_view text(Text text, Language language) {
  return in(entry(text), language);
}

std::string fill(Text text, Language language, std::initializer_list<std::string_view> values) {
  const std::string_view pattern = i18n::text(text, language);
  std::string filled;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool place = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}';
    const std::size_t index = place ? static_cast<std::size_t>(pattern[i + 1] - '0') : values.size();
    if (index < values.size()) {
      filled += *(values.begin() + index);
      i += 2;
    } else {
      filled += pattern[i];
    }
  }
  return filled;
}

}  // namespace clearwell::i18n
