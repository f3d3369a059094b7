#include "server/intake/input_file.hpp"

#include <cerrno>
#include <system_error>

namespace clearwell::intake {

Result<std::ifstream> open_input_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return Error{"is a directory, accepted: a file", ""};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{"cannot be opened: " + std::generic_category().message(errno), ""};
  return file;
}

}  // namespace clearwell::intake
