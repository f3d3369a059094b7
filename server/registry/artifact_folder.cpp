#include "server/registry/artifact_folder.hpp"

#include "server/base/random_id.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace clearwell::registry {
namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path) {
  throw ArtifactError(what + " " + path.string() + ": " + std::strerror(errno));
}

/// An open file, closed when it goes out of scope.
class FileDescriptor {
 public:
  FileDescriptor(const std::filesystem::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0644)), path_(path) {
    if (descriptor_ < 0) fail("cannot open", path_);
  }
  ~FileDescriptor() { ::close(descriptor_); }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  void write_all(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("cannot write", path_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    if (::fsync(descriptor_) != 0) fail("cannot sync", path_);
  }

 private:
  int descriptor_;
  std::filesystem::path path_;
};

constexpr std::string_view kTemporaryEnding = ".tmp";
constexpr std::size_t kTemporaryBytes = 8;

/// A name that no other thread, process or computer uses: `NAME.0123456789abcdef.tmp`
std::string temporary_name(std::string_view name) {
  return std::string(name) + "." + base::random_hex(kTemporaryBytes) + std::string(kTemporaryEnding);
}

bool is_temporary_of(std::string_view name, std::string_view other) {
  if (!other.starts_with(name) || !other.ends_with(kTemporaryEnding)) return false;
  if (other.size() != name.size() + 1 + 2 * kTemporaryBytes + kTemporaryEnding.size()) return false;
  const std::string_view middle = other.substr(name.size(), 1 + 2 * kTemporaryBytes);
  return middle.front() == '.' && middle.find_first_not_of("0123456789abcdef", 1) == std::string_view::npos;
}

/// A name is that of a file in the folder, whoever chose it.
void check_name(std::string_view name) {
  if (name.empty() || name == "." || name == ".." ||
      name.find_first_of(std::string_view("/\0", 2)) != std::string_view::npos)
    throw ArtifactError("'" + std::string(name) + "' is not the name of a file in a folder (no slash, no NUL)");
}

}  // namespace

ArtifactFolder::ArtifactFolder(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error) throw ArtifactError("cannot create the artifact folder " + folder_.string() + ": " + error.message());
}

void ArtifactFolder::write(std::string_view name, std::string_view bytes) const {
  check_name(name);
  const std::filesystem::path target = folder_ / name;
  const std::filesystem::path temporary = folder_ / temporary_name(name);
  const FileDescriptor file(temporary, O_WRONLY | O_CREAT | O_EXCL);
  try {
    file.write_all(bytes);
    file.sync();
    if (::rename(temporary.c_str(), target.c_str()) != 0) fail("cannot name", target);
  } catch (const ArtifactError&) {
    ::unlink(temporary.c_str());
    throw;
  }
  FileDescriptor(folder_, O_RDONLY | O_DIRECTORY).sync();  // the name is on disk only with its folder
}

void ArtifactFolder::remove_unfinished(std::string_view name) const {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    if (!is_temporary_of(name, entry->path().filename().string())) continue;
    std::filesystem::remove(entry->path(), error);  // that somebody else did is no error
    if (error) break;
  }
  if (error) throw ArtifactError("cannot tidy " + folder_.string() + ": " + error.message());
}

std::string ArtifactFolder::read(std::string_view name) const {
  check_name(name);
  const std::filesystem::path path = folder_ / name;
  std::ifstream file(path, std::ios::binary);
  if (!file && errno == ENOENT) throw ArtifactLost("cannot read " + path.string() + ": " + std::strerror(errno));
  if (!file) fail("cannot read", path);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) fail("cannot read", path);
  return bytes;
}

}  // namespace clearwell::registry
