#pragma once

#include "server/registry/artifact_storage.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace clearwell::registry {

/// Files named by the SHA-256 of their bytes, so that a name can never mean two contents.
/// Safe for use by many threads and processes.
class ArtifactStore {
 public:
  explicit ArtifactStore(std::shared_ptr<const ArtifactStorage> storage) : storage_(std::move(storage)) {}

  /// Stores the bytes durably and answers their SHA-256 in hex. The same bytes twice are stored once.
  /// \throws ArtifactError
  std::string put(std::string_view bytes) const;

  /// The bytes of that name, whose hash has been checked. \throws ArtifactLost where they are gone or damaged, any
  /// other ArtifactError
  std::string get(std::string_view sha256) const;

 private:
  std::shared_ptr<const ArtifactStorage> storage_;
};

/// \param place  a folder, or a bucket as bucket_settings takes it, whose keys stand in the environment
/// \throws ArtifactError
std::shared_ptr<const ArtifactStorage> open_storage(const std::string& place);
ArtifactStore open_artifacts(const std::string& place);

}  // namespace clearwell::registry
