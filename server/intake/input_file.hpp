#pragma once

#include "common/result.hpp"

#include <filesystem>
#include <fstream>

namespace clearwell::intake {

/// Opens a file of samples. Errors: it is missing, a directory, or may not be read.
Result<std::ifstream> open_input_file(const std::filesystem::path& path);

}  // namespace clearwell::intake
