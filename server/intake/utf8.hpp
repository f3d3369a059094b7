#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace clearwell::intake {

/// Place of the first byte that does not belong to a UTF-8 text (RFC 3629: no overlong form, no surrogate, nothing
/// beyond U+10FFFF); empty for a sound text.
std::optional<std::size_t> find_no_utf8(std::string_view text);

}  // namespace clearwell::intake
