#include "server/store/file_lock.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace clearwell::store {

// Read-only is enough for flock, so that root and the owner of the folder can share a file that either of them made.
FileLock::FileLock(const std::filesystem::path& path)
    : descriptor_(open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0644)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), path.string());
}

FileLock::~FileLock() {
  close(descriptor_);
}

void FileLock::lock_shared() {
  lock(LOCK_SH);
}
void FileLock::lock_exclusive() {
  lock(LOCK_EX);
}
bool FileLock::try_shared() {
  return lock(LOCK_SH | LOCK_NB);
}
bool FileLock::try_exclusive() {
  return lock(LOCK_EX | LOCK_NB);
}
void FileLock::unlock() {
  lock(LOCK_UN);
}

bool FileLock::lock(int operation) {
  while (flock(descriptor_, operation) != 0) {
    if (errno == EWOULDBLOCK) return false;
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "flock");
  }
  return true;
}

}  // namespace clearwell::store
