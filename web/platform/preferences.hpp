#pragma once

#include <string>

/// What the person told this browser, and what this page was told before.
namespace clearwell::platform {

/// Chosen on this page before, else the browser's; for example `es-AR`.
std::string preferred_language();
bool prefers_dark();
bool prefers_reduced_motion();
bool is_online();

/// Tell the page around the canvas (its `lang` and its colours). \param chosen  by the person: kept in this browser
void set_language(const std::string& code, bool chosen);
void set_theme(bool dark, bool chosen);

}  // namespace clearwell::platform
