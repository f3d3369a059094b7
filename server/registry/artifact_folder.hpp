#pragma once

#include "server/registry/artifact_storage.hpp"

#include <filesystem>

namespace clearwell::registry {

/// A folder on a disk that all processes of this computer share.
class ArtifactFolder final : public ArtifactStorage {
 public:
  /// Creates the folder when it is missing. \throws ArtifactError
  explicit ArtifactFolder(std::filesystem::path folder);

  std::string location(std::string_view name) const override { return (folder_ / name).string(); }
  void write(std::string_view name, std::string_view bytes) const override;
  void remove_unfinished(std::string_view name) const override;
  std::string read(std::string_view name) const override;

 private:
  std::filesystem::path folder_;
};

}  // namespace clearwell::registry
