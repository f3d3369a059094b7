#include "server/registry/artifact_store.hpp"

#include "common/hash/sha256.hpp"
#include "server/registry/artifact_bucket.hpp"
#include "server/registry/artifact_folder.hpp"

#include <cstdlib>

namespace clearwell::registry {
namespace {

bool is_sha256(std::string_view name) {
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string ArtifactStore::put(std::string_view bytes) const {
  std::string name = hash::sha256_hex(bytes);
  storage_->write(name, bytes);
  return name;
}

std::string ArtifactStore::get(std::string_view sha256) const {
  if (!is_sha256(sha256))
    throw ArtifactError("'" + std::string(sha256) + "' is not the name of an artifact (64 hex digits)");
  std::string bytes = storage_->read(sha256);
  const std::string found = hash::sha256_hex(bytes);
  if (found != sha256)
    throw ArtifactError("the artifact " + storage_->location(sha256) + " is damaged: its SHA-256 is " + found);
  return bytes;
}

ArtifactStore open_artifacts(const std::string& place) {
  if (!names_bucket(place)) return ArtifactStore(std::make_shared<ArtifactFolder>(place));
  const Result<BucketSettings> settings = bucket_settings(place, [](const char* name) -> std::string_view {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
  });
  if (!settings) throw ArtifactError(settings.error().field + ": " + settings.error().message);
  return ArtifactStore(std::make_shared<ArtifactBucket>(*settings));
}

}  // namespace clearwell::registry
