#pragma once

#include <string>

namespace clearwell::platform {

/// Puts text on the clipboard. \pre  called inside a gesture, or the browser may refuse, silently
void copy_to_clipboard(const std::string& text);

}  // namespace clearwell::platform
