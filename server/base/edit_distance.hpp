#pragma once

#include <cstddef>
#include <string_view>

namespace clearwell::base {

/// Levenshtein's distance, to guess which name was meant: how many bytes must be put in, taken out or replaced.
std::size_t edit_distance(std::string_view from, std::string_view to);

}  // namespace clearwell::base
