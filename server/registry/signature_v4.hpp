#pragma once

#include <map>
#include <string>
#include <string_view>

namespace clearwell::registry {

/// One request to an S3-compatible service, as it goes over the wire.
struct UnsignedRequest {
  std::string method;
  std::string path;  ///< absolute, percent-encoded
  /// Decoded; it goes over the wire as query_text() has it.
  std::map<std::string, std::string> query = {};
  /// What is signed, by lower-case name: host, x-amz-date (`20130524T000000Z`), x-amz-content-sha256 and what else.
  std::map<std::string, std::string> headers;
};

/// Percent-encodes all but RFC 3986's unreserved characters and, where `slashes_stay`, the slash.
std::string percent_encoded(std::string_view text, bool slashes_stay = false);

/// `a=1&b=%2F`, in the order that is signed; empty without parameters.
std::string query_text(const std::map<std::string, std::string>& query);

/// The value of the header Authorization: Signature Version 4 for the service s3.
/// Ours, because the signer of libcurl 7.88, Debian 12's, leaves out x-amz-content-sha256, without which S3 refuses.
/// Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in a
/// Single Chunk".
/// \pre  the three headers that are named above are there
std::string authorization_v4(const UnsignedRequest& request, std::string_view access_key_id,
                             std::string_view secret_access_key, std::string_view region);

}  // namespace clearwell::registry
