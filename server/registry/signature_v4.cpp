#include "server/registry/signature_v4.hpp"

#include "common/hash/sha256.hpp"

#include <array>
#include <cstdint>

namespace clearwell::registry {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::size_t kBlockBytes = 64;  // of SHA-256

using Digest = std::array<std::uint8_t, 32>;

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Digest sha256(std::string_view first, std::string_view second) {
  hash::Sha256 hash;
  hash.update(first);
  hash.update(second);
  return hash.finish();
}

/// Source: RFC 2104.
Digest hmac_sha256(std::string_view key, std::string_view message) {
  const Digest short_key = sha256(key, {});
  if (key.size() > kBlockBytes) key = bytes_of(short_key);
  std::string inner(kBlockBytes, '\x36');
  std::string outer(kBlockBytes, '\x5c');
  for (std::size_t i = 0; i < key.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  return sha256(outer, bytes_of(sha256(inner, message)));
}

std::string names_of(const std::map<std::string, std::string>& headers) {
  std::string names;
  for (const auto& [name, value] : headers)
    names += (names.empty() ? "" : ";") + name;
  return names;
}

std::string canonical_request(const UnsignedRequest& request) {
  std::string text = request.method + "\n" + request.path + "\n" + query_text(request.query) + "\n";
  for (const auto& [name, value] : request.headers)
    text += name + ":" + value + "\n";
  return text + "\n" + names_of(request.headers) + "\n" + request.headers.at("x-amz-content-sha256");
}

}  // namespace

std::string percent_encoded(std::string_view text, bool slashes_stay) {
  constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (kUnreserved.find(c) != std::string_view::npos || (slashes_stay && c == '/')) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return encoded;
}

std::string query_text(const std::map<std::string, std::string>& query) {
  std::string text;
  for (const auto& [name, value] : query)
    text += (text.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  return text;
}

std::string authorization_v4(const UnsignedRequest& request, std::string_view access_key_id,
                             std::string_view secret_access_key, std::string_view region) {
  const std::string& time = request.headers.at("x-amz-date");
  const std::string date = time.substr(0, 8);
  const std::string scope = date + "/" + std::string(region) + "/s3/aws4_request";
  const std::string to_sign =
      std::string(kAlgorithm) + "\n" + time + "\n" + scope + "\n" + hash::sha256_hex(canonical_request(request));
  Digest key = hmac_sha256("AWS4" + std::string(secret_access_key), date);
  for (const std::string_view part : {region, std::string_view("s3"), std::string_view("aws4_request")})
    key = hmac_sha256(bytes_of(key), part);
  return std::string(kAlgorithm) + " Credential=" + std::string(access_key_id) + "/" + scope +
         ",SignedHeaders=" + names_of(request.headers) +
         ",Signature=" + hash::to_hex(hmac_sha256(bytes_of(key), to_sign));
}

}  // namespace clearwell::registry
