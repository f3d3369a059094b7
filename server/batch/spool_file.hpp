#pragma once

#include <filesystem>
#include <string_view>

namespace clearwell::batch {

/// A file on disk without a name, which goes with the object or its process, however that ends.
class SpoolFile {
 public:
  /// Creates the folder where it is missing. \throws std::system_error
  explicit SpoolFile(const std::filesystem::path& folder);
  ~SpoolFile();
  SpoolFile(const SpoolFile&) = delete;
  SpoolFile& operator=(const SpoolFile&) = delete;

  /// Under which this process may open it, as often as it likes.
  std::filesystem::path path() const;

  /// What it holds now, mapped and not read; valid until the next call or the object's end. \throws std::system_error
  std::string_view bytes();

 private:
  void unmap();

  int descriptor_;
  std::string_view mapped_;
};

}  // namespace clearwell::batch
