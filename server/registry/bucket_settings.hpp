#pragma once

#include "common/result.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace clearwell::registry {

/// Where in an S3-compatible service objects lie, and by whose right they are read and written.
struct BucketSettings {
  std::string endpoint;  ///< `https://host:port` of a service; empty: Amazon's own
  std::string region;
  std::string bucket;
  std::string prefix;  ///< stands before each name: empty, or with a slash at its end
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  ///< of keys that expire; empty: they do not

  bool operator==(const BucketSettings&) const = default;
};

/// The variable that says where the artifacts of models lie.
inline constexpr std::string_view kArtifactsVariable = "CLEARWELL_ARTIFACTS";

/// Whether the place is a bucket rather than a folder.
bool names_bucket(std::string_view place);

/// \param place        s3://BUCKET or s3://BUCKET/PREFIX
/// \param environment  a variable's value, empty when it is not set. The names are Amazon's own: AWS_ACCESS_KEY_ID,
///                     AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION or AWS_DEFAULT_REGION (us-east-1 without),
///                     AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL
/// \param place_field  what the place is called in errors about it; in others that is the variable
Result<BucketSettings> bucket_settings(std::string_view place,
                                       const std::function<std::string_view(const char* name)>& environment,
                                       std::string_view place_field = kArtifactsVariable);

/// Where a client asks for the bucket, with a slash at its end. A service of one's own has it in the path, Amazon in
/// the host name.
std::string bucket_url(const BucketSettings& settings);

/// Where a client asks for the object, percent-encoded.
std::string object_url(const BucketSettings& settings, std::string_view name);

}  // namespace clearwell::registry
