#pragma once

#include "web/views/icons.hpp"
#include "web/views/ui.hpp"

#include <string>

namespace clearwell::views {

/// How the parity seal is told: with an icon, a colour and words.
struct SealLook {
  Icon icon;
  ImU32 color;
  i18n::Text brief;
};
SealLook seal_look(const Ui& ui);

/// The same in a sentence.
std::string seal_words(const Ui& ui);

}  // namespace clearwell::views
