#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace clearwell::registry {

/// A model file is missing, unreadable or not the one that was stored.
class ArtifactError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A folder of files named by the SHA-256 of their bytes, so that a name can never mean two contents.
/// Safe for use by many threads and processes.
class ArtifactStore {
 public:
  /// Creates the folder when it is missing. \throws ArtifactError
  explicit ArtifactStore(std::filesystem::path folder);

  /// Stores the bytes durably (they survive a power cut once this returns) and answers their SHA-256 in hex. The same
  /// bytes twice are stored once. A crash leaves either the whole file or none under its name. \throws ArtifactError
  std::string put(std::string_view bytes) const;

  /// The bytes of that name, whose hash has been checked. \throws ArtifactError
  std::string get(std::string_view sha256) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace clearwell::registry
