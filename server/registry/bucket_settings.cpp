#include "server/registry/bucket_settings.hpp"

#include "server/registry/signature_v4.hpp"

#include <algorithm>

namespace clearwell::registry {
namespace {

constexpr std::string_view kScheme = "s3://";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz0123456789";

bool only(std::string_view text, std::string_view accepted) {
  return text.find_first_not_of(accepted) == std::string_view::npos;
}

/// Amazon's rules for buckets' names, but for those that only its own reserved names break.
bool is_bucket_name(std::string_view name) {
  return name.size() >= 3 && name.size() <= 63 && only(name, std::string(kLower) + ".-") &&
         only(name.substr(0, 1), kLower) && only(name.substr(name.size() - 1), kLower);
}

/// What stands in a URL as it is. `.` and `..` as parts of a path would not.
bool is_prefix(std::string_view prefix) {
  for (std::size_t begin = 0; begin <= prefix.size();) {
    const std::size_t end = std::min(prefix.find('/', begin), prefix.size());
    const std::string_view part = prefix.substr(begin, end - begin);
    if (part.empty() || part == "." || part == ".." ||
        !only(part, std::string(kLower) + "ABCDEFGHIJKLMNOPQRSTUVWXYZ._-"))
      return false;
    begin = end + 1;
  }
  return true;
}

bool is_endpoint(std::string_view url) {
  const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  return scheme > 0 && url.size() > scheme && url.find_first_of("/?#@ ", scheme) == std::string_view::npos;
}

}  // namespace

bool names_bucket(std::string_view place) {
  return place.starts_with(kScheme);
}

Result<BucketSettings> bucket_settings(std::string_view place,
                                       const std::function<std::string_view(const char* name)>& environment,
                                       std::string_view place_field) {
  const auto misplaced = [&](const char* accepted) {
    return Error{"'" + std::string(place) + "': " + accepted, std::string(place_field)};
  };
  const auto first_of = [&](const char* name, const char* other) {
    return environment(name).empty() ? environment(other) : environment(name);
  };
  const std::string_view path = place.substr(kScheme.size());
  const std::size_t slash = std::min(path.find('/'), path.size());
  BucketSettings settings;
  settings.bucket = path.substr(0, slash);
  if (!is_bucket_name(settings.bucket))
    return misplaced("a bucket is written s3://BUCKET or s3://BUCKET/PREFIX, its name as 3 to 63 of a-z, 0-9, . -");
  std::string_view prefix = path.substr(slash);
  if (prefix.starts_with('/')) prefix.remove_prefix(1);
  if (prefix.ends_with('/')) prefix.remove_suffix(1);
  if (!prefix.empty() && !is_prefix(prefix))
    return misplaced("a prefix is written of A-Z, a-z, 0-9, . _ - with single slashes between");
  settings.prefix = prefix.empty() ? "" : std::string(prefix) + "/";

  settings.access_key_id = environment("AWS_ACCESS_KEY_ID");
  settings.secret_access_key = environment("AWS_SECRET_ACCESS_KEY");
  settings.session_token = environment("AWS_SESSION_TOKEN");
  if (settings.access_key_id.empty() || settings.secret_access_key.empty())
    return misplaced("a bucket needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment");
  settings.region = first_of("AWS_REGION", "AWS_DEFAULT_REGION");
  if (settings.region.empty()) settings.region = "us-east-1";
  if (!only(settings.region, std::string(kLower) + "-"))
    return Error{"'" + settings.region + "' is not a region's name (a-z, 0-9, -)", "AWS_REGION"};
  std::string_view endpoint = first_of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
  if (endpoint.ends_with('/')) endpoint.remove_suffix(1);
  if (!endpoint.empty() && !is_endpoint(endpoint))
    return Error{"'" + std::string(endpoint) + "' is not the URL of a service (https://HOST or http://HOST:PORT)",
                 "AWS_ENDPOINT_URL"};
  settings.endpoint = endpoint;
  return settings;
}

std::string bucket_url(const BucketSettings& settings) {
  if (!settings.endpoint.empty()) return settings.endpoint + "/" + settings.bucket + "/";
  const std::string amazon = "s3." + settings.region + ".amazonaws.com";
  // Amazon's certificate holds for one label before its own.
  if (settings.bucket.find('.') != std::string::npos) return "https://" + amazon + "/" + settings.bucket + "/";
  return "https://" + settings.bucket + "." + amazon + "/";
}

std::string object_url(const BucketSettings& settings, std::string_view name) {
  return bucket_url(settings) + settings.prefix + percent_encoded(name, true);
}

}  // namespace clearwell::registry
