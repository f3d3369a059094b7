#pragma once

#include <string>

/// What the person told this browser, and what this page was told before.
namespace clearwell::platform {

/// Chosen on this page before, else the browser's; for example `es-AR`.
std::string preferred_language();
bool prefers_dark();
bool prefers_reduced_motion();
bool is_online();

/// Kept in this browser, and told to the page around the canvas (its `lang` and its colours).
void remember_language(const std::string& code);
void remember_theme(bool dark);

}  // namespace clearwell::platform
