#pragma once

#include <string>
#include <string_view>

namespace clearwell::spec {

/// Where a text stops being JSON, for people who write such files: `line 3, column 9: ']' does not belong here`.
/// \pre  the text is no JSON
std::string json_fault(std::string_view text);

}  // namespace clearwell::spec
