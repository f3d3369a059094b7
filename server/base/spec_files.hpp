#pragma once

#include "common/result.hpp"
#include "common/spec/dataset_spec.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// The specs on disk: `<models_dir>/<name>/spec.json`.
namespace clearwell::base {

/// `models_dir`, or the models folder of the source tree where a relative `models_dir` does not exist, so that the
/// program built in a clone works from any working directory.
std::filesystem::path find_models_dir(const std::filesystem::path& models_dir);

/// Names of all specs in the folder, sorted; empty where the folder holds none.
std::vector<std::string> spec_names(const std::filesystem::path& models_dir);

/// Reads and checks one spec. Errors: an unknown name (with the nearest known one), an unreadable file, and everything
/// parse_dataset_spec refuses, preceded by the file's path.
Result<spec::DatasetSpec> load_spec(const std::filesystem::path& models_dir, std::string_view name);

}  // namespace clearwell::base
