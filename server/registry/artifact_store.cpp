#include "server/registry/artifact_store.hpp"

#include "common/hash/sha256.hpp"
#include "server/registry/artifact_folder.hpp"
#include "server/registry/bucket.hpp"

#include <utility>

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
    throw ArtifactLost("the artifact " + storage_->location(sha256) + " is damaged: its SHA-256 is " + found);
  return bytes;
}

std::shared_ptr<const ArtifactStorage> open_storage(const std::string& place) {
  if (!names_bucket(place)) return std::make_shared<ArtifactFolder>(place);
  Result<Bucket> bucket = open_bucket(place);
  if (!bucket) throw ArtifactError(bucket.error().field + ": " + bucket.error().message);
  return std::make_shared<Bucket>(std::move(bucket).value());
}

ArtifactStore open_artifacts(const std::string& place) {
  return ArtifactStore(open_storage(place));
}

}  // namespace clearwell::registry
