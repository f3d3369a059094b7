#pragma once

#include <string_view>

namespace clearwell::i18n {

/// Languages of the page. Both are written by people, not translated word by word.
enum class Language { en, es };

/// Two-letter code of ISO 639-1, as in the `lang` attribute and the address.
constexpr std::string_view code_of(Language language) {
  return language == Language::es ? "es" : "en";
}

/// The language of a browser's tag (`es-AR`, `en`); English where we have none.
constexpr Language language_of(std::string_view tag) {
  return tag.substr(0, 2) == "es" ? Language::es : Language::en;
}

/// \param text  anything with members `en` and `es`
template <typename Localized>
const auto& in(const Localized& text, Language language) {
  return language == Language::es ? text.es : text.en;
}

}  // namespace clearwell::i18n
