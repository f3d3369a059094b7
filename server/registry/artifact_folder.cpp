#include "server/registry/artifact_folder.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <atomic>
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

/// A name that no other thread or process uses at the moment.
std::filesystem::path temporary_beside(const std::filesystem::path& path) {
  static std::atomic<unsigned> counter{0};
  return path.string() + "." + std::to_string(::getpid()) + "." + std::to_string(counter++) +
         std::string(kTemporaryEnding);
}

}  // namespace

ArtifactFolder::ArtifactFolder(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error) throw ArtifactError("cannot create the artifact folder " + folder_.string() + ": " + error.message());
}

void ArtifactFolder::write(std::string_view name, std::string_view bytes) const {
  const std::filesystem::path target = folder_ / name;
  const std::filesystem::path temporary = temporary_beside(target);
  try {
    const FileDescriptor file(temporary, O_WRONLY | O_CREAT | O_EXCL);
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
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    const std::string other = entry.path().filename().string();
    if (other.starts_with(std::string(name) + ".") && other.ends_with(kTemporaryEnding))
      std::filesystem::remove(entry.path(), error);
  }
  if (error) throw ArtifactError("cannot tidy " + folder_.string() + ": " + error.message());
}

std::string ArtifactFolder::read(std::string_view name) const {
  const std::filesystem::path path = folder_ / name;
  std::ifstream file(path, std::ios::binary);
  if (!file) fail("cannot read", path);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) fail("cannot read", path);
  return bytes;
}

}  // namespace clearwell::registry
