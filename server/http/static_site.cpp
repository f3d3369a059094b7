#include "server/http/static_site.hpp"

#include "common/hash/sha256.hpp"
#include "server/http/entity_tag.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace clearwell::http {
namespace {

namespace fs = std::filesystem;

std::string content_type_of(const fs::path& path) {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".wasm", "application/wasm"},  // anything else keeps the browser from compiling while it downloads
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".ico", "image/x-icon"},
      {".ttf", "font/ttf"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
  };
  const std::string extension = path.extension().string();
  for (const auto& [known, type] : kTypes) {
    if (extension == known) return std::string(type);
  }
  return "application/octet-stream";
}

/// `clearwell.3f2a9c1b.wasm`: the build put a hash of the content into the name, so the name never changes its content.
bool is_named_by_hash(const fs::path& path) {
  const std::string name = path.filename().string();
  const std::size_t last = name.rfind('.');
  if (last == std::string::npos || last == 0) return false;
  const std::size_t start = name.find_last_of(".-", last - 1);
  if (start == std::string::npos) return false;
  const std::string_view hash = std::string_view(name).substr(start + 1, last - start - 1);
  return hash.size() >= 8 &&
         std::all_of(hash.begin(), hash.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

std::string read_bytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string read_twin(const fs::path& path, const char* extension) {
  fs::path twin = path;
  twin += extension;
  return fs::is_regular_file(twin) ? read_bytes(twin) : std::string();
}

bool is_hidden(const fs::path& relative) {
  return std::any_of(relative.begin(), relative.end(),
                     [](const fs::path& part) { return part.string().starts_with('.'); });
}

/// Whether the client takes the coding. Its weights are ignored but for "not at all".
bool accepts(std::string_view accept_encoding, std::string_view coding) {
  while (!accept_encoding.empty()) {
    const std::size_t comma = accept_encoding.find(',');
    std::string one(accept_encoding.substr(0, comma));
    accept_encoding.remove_prefix(comma == std::string_view::npos ? accept_encoding.size() : comma + 1);
    std::erase(one, ' ');
    const std::size_t semicolon = one.find(';');
    if (one.substr(0, semicolon) != coding) continue;
    return semicolon == std::string::npos || one.substr(semicolon).find_first_of("123456789") != std::string::npos;
  }
  return false;
}

}  // namespace

StaticSite::StaticSite(const fs::path& folder) {
  if (!fs::is_directory(folder)) throw std::runtime_error(folder.string() + " is not a folder");
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path relative = entry.path().lexically_relative(folder);
    const std::string extension = entry.path().extension().string();
    const bool is_twin =
        (extension == ".br" || extension == ".gz") && fs::exists(fs::path(entry.path()).replace_extension());
    if (entry.is_symlink() || !entry.is_regular_file() || is_hidden(relative) || is_twin) continue;
    File file;
    file.content_type = content_type_of(relative);
    file.plain = read_bytes(entry.path());
    file.brotli = read_twin(entry.path(), ".br");
    file.gzip = read_twin(entry.path(), ".gz");
    file.entity_tag = '"' + hash::sha256_hex(file.plain) + '"';
    file.cache_control = is_named_by_hash(relative) ? kImmutable : kRevalidate;
    files_.emplace('/' + relative.generic_string(), std::move(file));
  }
}

const StaticSite::File* StaticSite::find(std::string_view path) const {
  const auto found = files_.find(path == "/" ? "/index.html" : path);
  return found == files_.end() ? nullptr : &found->second;
}

Response StaticSite::get(const Request& request) const {
  const File& file = *find(request.path);
  Response response{200, file.content_type, "", {{"Cache-Control", file.cache_control}, {"Vary", "Accept-Encoding"}}};
  const std::string_view accept_encoding = request.header("Accept-Encoding");
  const std::string* body = &file.plain;
  std::string tag = file.entity_tag;
  const auto choose = [&](const std::string& twin, const std::string& coding) {
    body = &twin;
    response.headers.emplace_back("Content-Encoding", coding);
    tag.insert(tag.size() - 1, "-" + coding);  // the bytes differ, and a tag names bytes
  };
  if (!file.brotli.empty() && accepts(accept_encoding, "br")) {
    choose(file.brotli, "br");
  } else if (!file.gzip.empty() && accepts(accept_encoding, "gzip")) {
    choose(file.gzip, "gzip");
  }
  response.headers.emplace_back("ETag", tag);
  if (names_entity_tag(request.header("If-None-Match"), tag)) {
    response.status = 304;
  } else {
    response.body = *body;
  }
  return response;
}

}  // namespace clearwell::http
