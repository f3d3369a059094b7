#pragma once

#include "server/base/clock.hpp"
#include "server/registry/artifact_storage.hpp"
#include "server/registry/bucket_listing.hpp"
#include "server/registry/bucket_settings.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::registry {

/// A bucket of an S3-compatible service, or what lies in it under a prefix, which replicas on many computers share. A
/// service that cannot be reached or answers that it is busy is asked again, five times in all, after pauses that
/// double. Safe for use by many threads.
class Bucket final : public ArtifactStorage {
 public:
  explicit Bucket(BucketSettings settings, base::Clock clock = base::system_clock(),
                  std::chrono::milliseconds first_pause = std::chrono::milliseconds(200));

  /// s3://BUCKET/PREFIX/NAME
  std::string location(std::string_view name) const override;
  void write(std::string_view name, std::string_view bytes) const override;
  std::string read(std::string_view name) const override;

  /// Writes the object into the file, in place of what it holds and in memory that does not grow with it.
  /// \param etag  which content is meant, as list() tells; empty: whichever is there
  /// \return  false when there is no object of that name, or its content is another   \throws ArtifactError
  bool read_into(std::string_view name, const std::filesystem::path& file, std::string_view etag = {}) const;

  /// The objects whose names have no slash, in the bucket's order. What a service tells of beyond the prefix is left
  /// out. \throws ArtifactError, also where the answer is no listing or its pages do not end
  /// \param per_page  how many the service tells of at a time; its own maximum is 1,000
  std::vector<ListedObject> list(int per_page = 1'000) const;

 private:
  struct Request;
  struct Answer;

  std::string url_of(const Request& request) const;
  Answer ask(const Request& request) const;
  Answer ask_once(const Request& request) const;
  [[noreturn]] void fail(const char* what, const Request& request, const Answer& answer) const;
  [[noreturn]] void fail(const char* what, const Request& request, const std::string& reason) const;
  std::string failure(const char* what, const Request& request, const std::string& reason) const;

  BucketSettings settings_;
  base::Clock clock_;
  std::chrono::milliseconds first_pause_;
};

/// \param place, place_field  as bucket_settings takes them; the keys stand in the environment. Errors as there.
Result<Bucket> open_bucket(std::string_view place, std::string_view place_field = kArtifactsVariable);

}  // namespace clearwell::registry
