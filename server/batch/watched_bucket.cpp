#include "server/batch/watched_bucket.hpp"

#include "server/base/pause.hpp"

#include <utility>

namespace clearwell::batch {
namespace {

std::string without_slash(std::string place) {
  if (place.ends_with('/')) place.pop_back();
  return place;
}

}  // namespace

WatchedBucket::WatchedBucket(registry::Bucket bucket)
    : bucket_(std::move(bucket)), source_(without_slash(bucket_.location(""))) {}

WatchedPlace::Look WatchedBucket::look() {
  Look look;
  for (registry::ListedObject& object : bucket_.list())
    if (is_watched_name(object.name)) look.whole.push_back({std::move(object.name), std::move(object.etag)});
  return look;
}

bool WatchedBucket::fetch(const FoundFile& file, const std::filesystem::path& copy) {
  return bucket_.read_into(file.name, copy, file.stamp);
}

void WatchedBucket::wait(const std::stop_token& stop, std::chrono::milliseconds at_most) {
  base::pause_for(at_most, stop);
}

}  // namespace clearwell::batch
