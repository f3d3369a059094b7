#pragma once

#include <map>
#include <string>
#include <string_view>

namespace clearwell::registry {

/// One request to an S3-compatible service, as it goes over the wire.
struct UnsignedRequest {
  std::string method;
  std::string path;  ///< absolute, percent-encoded; there is no query
  /// What is signed, by lower-case name: host, x-amz-date (`20130524T000000Z`), x-amz-content-sha256 and what else.
  std::map<std::string, std::string> headers;
};

/// The value of the header Authorization: Signature Version 4 for the service s3.
/// Ours, because the signer of libcurl 7.88, Debian 12's, leaves out x-amz-content-sha256, without which S3 refuses.
/// Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in a
/// Single Chunk".
/// \pre  the three headers that are named above are there
std::string authorization_v4(const UnsignedRequest& request, std::string_view access_key_id,
                             std::string_view secret_access_key, std::string_view region);

}  // namespace clearwell::registry
