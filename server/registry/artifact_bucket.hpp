#pragma once

#include "server/base/clock.hpp"
#include "server/registry/artifact_storage.hpp"
#include "server/registry/bucket_settings.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace clearwell::registry {

/// A bucket of an S3-compatible service, which replicas on many computers share. A service that cannot be reached or
/// answers that it is busy is asked again, five times in all, after pauses that double.
class ArtifactBucket final : public ArtifactStorage {
 public:
  explicit ArtifactBucket(BucketSettings settings, base::Clock clock = base::system_clock(),
                          std::chrono::milliseconds first_pause = std::chrono::milliseconds(200));

  /// s3://BUCKET/PREFIX/NAME
  std::string location(std::string_view name) const override;
  void write(std::string_view name, std::string_view bytes) const override;
  std::string read(std::string_view name) const override;

 private:
  struct Request;
  struct Answer;

  Answer ask(const Request& request) const;
  Answer ask_once(const Request& request) const;
  [[noreturn]] void fail(const char* what, const Request& request, const Answer& answer) const;

  BucketSettings settings_;
  base::Clock clock_;
  std::chrono::milliseconds first_pause_;
};

}  // namespace clearwell::registry
