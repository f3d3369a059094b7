#include "server/batch/watched_place.hpp"

#include "server/batch/watched_bucket.hpp"
#include "server/batch/watched_folder.hpp"
#include "server/intake/number_text.hpp"
#include "server/registry/bucket.hpp"

#include <system_error>
#include <utility>

namespace clearwell::batch {

bool is_watched_name(std::string_view name) {
  constexpr std::string_view kEnding = ".csv";
  return name.size() > kEnding.size() && !name.starts_with('.') &&
         name.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos &&
         intake::equal_ignoring_case(name.substr(name.size() - kEnding.size()), kEnding);
}

Result<std::unique_ptr<WatchedPlace>> open_watched_place(const std::string& place, std::chrono::milliseconds settle) {
  if (registry::names_bucket(place)) {
    Result<registry::Bucket> bucket = registry::open_bucket(place, "IN");
    if (!bucket) return bucket.error();
    return std::unique_ptr<WatchedPlace>(std::make_unique<WatchedBucket>(std::move(bucket).value()));
  }
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::canonical(place, error);
  if (error) return Error{"'" + place + "': " + error.message() + "; accepted: a folder, or s3://BUCKET/PREFIX", "IN"};
  if (!std::filesystem::is_directory(folder))
    return Error{"'" + place + "' is no folder; accepted: a folder, or s3://BUCKET/PREFIX", "IN"};
  return std::unique_ptr<WatchedPlace>(std::make_unique<WatchedFolder>(folder, settle));
}

}  // namespace clearwell::batch
