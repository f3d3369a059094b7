#include "server/intake/utf8.hpp"

#include <cstdint>

namespace clearwell::intake {
namespace {

/// What may stand where a character of several bytes begins: its length, and the range of its second byte.
struct Lead {
  std::size_t length = 0;  ///< 0: no character begins so
  std::uint8_t low = 0x80;
  std::uint8_t high = 0xBF;
};

Lead lead_of(std::uint8_t byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};  // below: an overlong form
  if (byte == 0xED) return {3, 0x80, 0x9F};  // above: surrogates
  if (byte >= 0xE1 && byte <= 0xEF) return {3};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};  // above: beyond U+10FFFF
  if (byte >= 0xF1 && byte <= 0xF3) return {4};
  return {};
}

}  // namespace

std::optional<std::size_t> find_no_utf8(std::string_view text) {
  const auto byte_at = [text](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  for (std::size_t at = 0; at < text.size();) {
    if (byte_at(at) < 0x80) {
      ++at;
      continue;
    }
    const Lead lead = lead_of(byte_at(at));
    if (lead.length == 0 || at + lead.length > text.size()) return at;
    if (byte_at(at + 1) < lead.low || byte_at(at + 1) > lead.high) return at;
    for (std::size_t next = 2; next < lead.length; ++next)
      if (byte_at(at + next) < 0x80 || byte_at(at + next) > 0xBF) return at;
    at += lead.length;
  }
  return std::nullopt;
}

}  // namespace clearwell::intake
