#pragma once

#include "common/result.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::batch {

/// A CSV file that lies in a watched place.
struct FoundFile {
  std::string name;
  std::string stamp;  ///< another one when the content may be another; empty: it has none

  bool operator==(const FoundFile&) const = default;
};

/// Files of these are told of: `.csv` at the end of the name, in any case, and no dot at its beginning, by which
/// writers hide what is not whole yet; nothing that no file can be called.
bool is_watched_name(std::string_view name);

/// Where files of rows are dropped. What lies in it is read and never changed. Not for use by two threads.
class WatchedPlace {
 public:
  virtual ~WatchedPlace() = default;

  /// The name of the place, the same for all replicas.
  virtual const std::string& source() const = 0;

  struct Look {
    std::vector<FoundFile> whole;  ///< by name
    bool has_unfinished = false;   ///< there are others that somebody may still be writing
  };
  /// \throws registry::ArtifactError, std::system_error when the place cannot be looked at
  virtual Look look() = 0;

  /// Writes what the file holds into `copy`. \return  false when it is gone or has changed since it was found
  /// \throws as look()
  virtual bool fetch(const FoundFile& file, const std::filesystem::path& copy) = 0;

  /// Returns when there may be something new, after `at_most`, or when it is to stop.
  virtual void wait(const std::stop_token& stop, std::chrono::milliseconds at_most) = 0;
};

/// \param place   a folder that is there, or `s3://BUCKET/PREFIX` with its keys in the environment
/// \param settle  how long a file of a folder must not have changed to be whole
/// Errors: it is neither; the field is IN, or a variable's name.
Result<std::unique_ptr<WatchedPlace>> open_watched_place(const std::string& place, std::chrono::milliseconds settle);

}  // namespace clearwell::batch
