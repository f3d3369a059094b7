#include "server/commands/whole_file.hpp"

#include <unistd.h>

#include <system_error>
#include <utility>

namespace clearwell::commands {

WholeFile::WholeFile(std::filesystem::path target)
    : target_(std::move(target)),
      temporary_(target_.string() + '.' + std::to_string(::getpid()) + ".tmp"),
      stream_(temporary_, std::ios::binary) {}

WholeFile::~WholeFile() {
  std::error_code ignored;
  if (!kept_) std::filesystem::remove(temporary_, ignored);
}

bool WholeFile::keep() {
  stream_.close();
  std::error_code error;
  if (stream_) std::filesystem::rename(temporary_, target_, error);
  kept_ = stream_ && !error;
  return kept_;
}

}  // namespace clearwell::commands
