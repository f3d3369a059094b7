#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace clearwell::http {

/// An id as paths and queries write it; empty for anything else.
inline std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc() || stop != end || number < 1) return std::nullopt;
  return number;
}

}  // namespace clearwell::http
