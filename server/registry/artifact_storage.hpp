#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace clearwell::registry {

/// A model file is missing, unreadable or not the one that was stored.
class ArtifactError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// There is no such file, or it is damaged: another try later will not find it.
class ArtifactLost : public ArtifactError {
 public:
  using ArtifactError::ArtifactError;
};

/// Where an ArtifactStore keeps its files, each under a name. Safe for use by many threads and processes.
class ArtifactStorage {
 public:
  virtual ~ArtifactStorage() = default;

  /// What people call the file of that name: a path, or the URL of an object.
  virtual std::string location(std::string_view name) const = 0;

  /// Stores the bytes durably (they survive a power cut once this returns) in place of what the name meant before.
  /// A crash leaves either the whole file or none under its name. \throws ArtifactError
  virtual void write(std::string_view name, std::string_view bytes) const = 0;

  /// Removes what processes that were killed left behind while they wrote that name. \throws ArtifactError
  virtual void remove_unfinished(std::string_view /*name*/) const {}

  /// \throws ArtifactLost where there is no such file, any other ArtifactError
  virtual std::string read(std::string_view name) const = 0;
};

}  // namespace clearwell::registry
