#include "server/intake/spec_choice.hpp"

#include "server/base/spec_files.hpp"
#include "server/intake/column_mapping.hpp"

#include <vector>

namespace clearwell::intake {
namespace {

std::string list(const std::vector<std::string>& names) {
  std::string joined;
  for (const std::string& name : names)
    joined += (joined.empty() ? "" : ", ") + name;
  return joined;
}

}  // namespace

Result<spec::DatasetSpec> choose_spec(const std::filesystem::path& models_dir, const std::string& asked,
                                      std::span<const std::string> header) {
  if (!asked.empty()) return base::load_spec(models_dir, asked);
  const std::vector<std::string> known = base::spec_names(models_dir);
  if (known.empty())
    return Error{
        "no model is described in '" + base::find_models_dir(models_dir).string() + "' (no <name>/spec.json there)",
        "model"};
  if (known.size() == 1) return base::load_spec(models_dir, known[0]);

  std::vector<spec::DatasetSpec> fitting;
  std::vector<std::string> fitting_names;
  for (const std::string& name : known) {
    Result<spec::DatasetSpec> spec = base::load_spec(models_dir, name);
    if (!spec) return spec;
    if (!map_columns(header, *spec)) continue;
    fitting_names.push_back(name);
    fitting.push_back(std::move(spec).value());
  }
  if (fitting.size() == 1) return std::move(fitting[0]);
  if (fitting.empty())
    return Error{"the columns fit none of the models " + list(known) + "; name one with --model", "model"};
  return Error{"the columns fit several models (" + list(fitting_names) + "); name one with --model", "model"};
}

}  // namespace clearwell::intake
