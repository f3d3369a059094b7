#include "server/batch/spool_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace clearwell::batch {
namespace {

int open_without_name(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::string name = (folder / "watch-XXXXXX").string();
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "cannot write " + name);
  ::unlink(name.c_str());
  return descriptor;
}

}  // namespace

SpoolFile::SpoolFile(const std::filesystem::path& folder) : descriptor_(open_without_name(folder)) {}

SpoolFile::~SpoolFile() {
  unmap();
  ::close(descriptor_);
}

std::filesystem::path SpoolFile::path() const {
  return "/proc/self/fd/" + std::to_string(descriptor_);
}

std::string_view SpoolFile::bytes() {
  unmap();
  struct stat facts {};
  if (::fstat(descriptor_, &facts) != 0) throw std::system_error(errno, std::generic_category(), "fstat");
  if (facts.st_size == 0) return {};  // which cannot be mapped
  const auto size = static_cast<std::size_t>(facts.st_size);
  void* const begin = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor_, 0);
  if (begin == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  return mapped_ = {static_cast<const char*>(begin), size};
}

void SpoolFile::unmap() {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): munmap takes what mmap gave, and writes nothing
  if (!mapped_.empty()) ::munmap(const_cast<char*>(mapped_.data()), mapped_.size());
  mapped_ = {};
}

}  // namespace clearwell::batch
