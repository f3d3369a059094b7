#pragma once

#include "server/batch/watched_place.hpp"
#include "server/registry/bucket.hpp"

#include <string>

namespace clearwell::batch {

/// A bucket of an S3-compatible service, or a prefix in one. Its objects are whole when they are there; it gives no
/// notice, so it has to be listed again and again.
class WatchedBucket final : public WatchedPlace {
 public:
  explicit WatchedBucket(registry::Bucket bucket);

  const std::string& source() const override { return source_; }
  Look look() override;
  bool fetch(const FoundFile& file, const std::filesystem::path& copy) override;
  void wait(const std::stop_token& stop, std::chrono::milliseconds at_most) override;

 private:
  const registry::Bucket bucket_;
  const std::string source_;
};

}  // namespace clearwell::batch
