#pragma once

#include <filesystem>

namespace clearwell::store {

/// flock(2) on a file of its own. The kernel drops it when the process dies, however it dies, and after a power loss
/// there is none: unlike a file that says "locked", it is never stale. Two of them on one file exclude each other also
/// within one process.
class FileLock {
 public:
  /// Creates the file, does not lock it. \throws std::system_error
  explicit FileLock(const std::filesystem::path& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  void lock_shared();
  void lock_exclusive();
  /// False at once where others are in the way. A shared lock that was held before is then lost.
  bool try_shared();
  bool try_exclusive();
  void unlock();
  /// A child that inherits it holds the lock too, until the last of them has closed it.
  int descriptor() const { return descriptor_; }

 private:
  bool lock(int operation);

  int descriptor_;
};

}  // namespace clearwell::store
