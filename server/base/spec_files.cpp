#include "server/base/spec_files.hpp"

#include "server/base/edit_distance.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

namespace clearwell::base {
namespace {

Error unknown_spec(const std::filesystem::path& models_dir, std::string_view name,
                   const std::vector<std::string>& known) {
  if (known.empty())
    return Error{"no model is described in '" + models_dir.string() + "' (no <name>/spec.json there)", "model"};
  const auto nearest = std::ranges::min_element(
      known, {}, [name](const std::string& candidate) { return edit_distance(name, candidate); });
  return Error{"unknown model '" + std::string(name) + "', the nearest known one is '" + *nearest + "'", "model"};
}

std::filesystem::path spec_file(const std::filesystem::path& models_dir, std::string_view name) {
  return models_dir / name / "spec.json";
}

}  // namespace

std::filesystem::path find_models_dir(const std::filesystem::path& models_dir) {
  std::error_code ignored;
  if (models_dir.is_absolute() || std::filesystem::is_directory(models_dir, ignored)) return models_dir;
  const std::filesystem::path in_source_tree = std::filesystem::path(CLEARWELL_SOURCE_DIR) / models_dir;
  return std::filesystem::is_directory(in_source_tree, ignored) ? in_source_tree : models_dir;
}

std::vector<std::string> spec_names(const std::filesystem::path& models_dir) {
  const std::filesystem::path folder = find_models_dir(models_dir);
  std::vector<std::string> names;
  std::error_code ignored;
  for (std::filesystem::directory_iterator entry(folder, ignored), end; entry != end; entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    if (std::filesystem::is_regular_file(spec_file(folder, name), ignored)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

Result<spec::DatasetSpec> load_spec(const std::filesystem::path& models_dir, std::string_view name) {
  const std::filesystem::path folder = find_models_dir(models_dir);
  const std::vector<std::string> known = spec_names(folder);
  if (!std::ranges::binary_search(known, name)) return unknown_spec(folder, name, known);

  const std::filesystem::path path = spec_file(folder, name);
  std::ifstream file(path, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file) return Error{path.string() + ": cannot be read", "model"};

  Result<spec::DatasetSpec> parsed = spec::parse_dataset_spec(text);
  if (!parsed) return Error{path.string() + ": " + parsed.error().message, parsed.error().field};
  if (parsed->name != name)
    return Error{path.string() + ": name is '" + parsed->name + "', but the folder is '" + std::string(name) + "'",
                 "name"};
  return parsed;
}

}  // namespace clearwell::base
