#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace clearwell::hash {

/// SHA-256 of bytes fed in pieces. Source: FIPS 180-4.
/// Ours because the page needs it where the browser offers no crypto (plain http on a local network).
class Sha256 {
 public:
  Sha256();
  void update(std::string_view bytes);
  /// Ends the message; the object may not be fed again.
  std::array<std::uint8_t, 32> finish();

 private:
  void compress(const std::uint8_t* block);

  std::array<std::uint32_t, 8> state_;
  std::array<std::uint8_t, 64> block_{};
  std::uint64_t length_bytes_ = 0;
};

/// Lower-case hex digits.
std::string to_hex(const std::array<std::uint8_t, 32>& digest);

/// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace clearwell::hash
