#pragma once

#include "server/http/message.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace clearwell::http {

/// The built page, where no nginx stands in front. Read once, so that a path from outside is only ever a key in a map.
/// Immutable, so threads may share it.
class StaticSite {
 public:
  /// A site without files.
  StaticSite() = default;
  /// Reads the folder, with the .br and .gz twins beside the files. Hidden files and links are left out.
  /// \throws std::runtime_error when it is no readable folder
  explicit StaticSite(const std::filesystem::path& folder);

  bool empty() const { return files_.empty(); }
  bool has(std::string_view path) const { return find(path) != nullptr; }
  /// \pre  has(request.path)
  Response get(const Request& request) const;

 private:
  struct File {
    std::string content_type;
    std::string entity_tag;
    std::string cache_control;
    std::string plain;
    std::string brotli;  ///< empty: there is no twin
    std::string gzip;
  };

  const File* find(std::string_view path) const;

  std::map<std::string, File, std::less<>> files_;  ///< by path, `/index.html`
};

}  // namespace clearwell::http
