#pragma once

#include "common/result.hpp"
#include "common/spec/dataset_spec.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace clearwell::intake {

/// The spec to read a file by: the one asked for; else the only one there is; else the only one all of whose columns
/// the header has. Errors: an unknown or broken spec, none or several that fit (all named).
Result<spec::DatasetSpec> choose_spec(const std::filesystem::path& models_dir, const std::string& asked,
                                      std::span<const std::string> header);

}  // namespace clearwell::intake
