#include "server/intake/content_hash.hpp"

#include "common/hash/sha256.hpp"
#include "server/base/time_text.hpp"

#include <bit>
#include <string>
#include <string_view>

namespace clearwell::intake {
namespace {

// A text followed by a byte that no text holds, so that `ab`,`c` and `a`,`bc` differ.
void feed(hash::Sha256& sha, std::string_view text) {
  sha.update(text);
  sha.update(std::string_view("\0", 1));
}

// The bits of the number, lowest byte first on every machine; both zeros are one number.
void feed(hash::Sha256& sha, double value) {
  auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
  std::string bytes;
  for (int i = 0; i < 8; ++i, bits >>= 8)
    bytes.push_back(static_cast<char>(bits & 0xFF));
  sha.update(bytes);
}

}  // namespace

std::array<std::uint8_t, 32> content_sha256(const store::NewSample& sample) {
  hash::Sha256 sha;
  feed(sha, sample.plant_id.value_or(""));
  feed(sha, sample.model.value_or(""));
  feed(sha, std::string_view(!sample.label ? "unlabelled" : *sample.label ? "positive" : "negative"));
  if (sample.label_value) feed(sha, *sample.label_value);
  feed(sha, sample.sampled_at ? base::format_time(*sample.sampled_at) : sample.sampled_at_text.value_or(""));
  feed(sha, sample.group.value_or(""));
  for (const store::NewResult& result : sample.results) {
    feed(sha, result.parameter);
    if (result.is_category) {
      feed(sha, result.result_text);
      continue;
    }
    feed(sha, limits::to_string(result.measured.qualifier));
    feed(sha, result.measured.value);
  }
  return sha.finish();
}

}  // namespace clearwell::intake
