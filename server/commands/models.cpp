#include "server/commands/command.hpp"
#include "server/registry/registry.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>
#include <memory>

namespace clearwell::commands {
namespace {

nlohmann::ordered_json version_json(const registry::ModelVersion& version) {
  return {{"name", version.name},
          {"version", version.version},
          {"aliases", version.aliases},
          {"stage", version.stage},
          {"family", version.family},
          {"sha256", version.sha256},
          {"size_bytes", version.size_bytes},
          {"threshold", version.threshold},
          {"metrics", nlohmann::ordered_json::parse(version.metrics_json)},
          {"alarms", version.alarms},
          {"data_origin", version.data_origin},
          {"dataset_sha256", version.dataset_sha256 ? nlohmann::ordered_json(*version.dataset_sha256) : nullptr},
          {"created_at", version.created_at},
          {"run_id", version.run_id},
          {"parity", {{"rows", version.parity_rows}, {"digest", version.parity_digest}}}};
}

void print_table(const std::vector<registry::ModelVersion>& versions) {
  std::cout << std::left << std::setw(24) << "model" << std::setw(9) << "version" << std::setw(12) << "alias"
            << std::setw(12) << "stage" << std::setw(22) << "family" << std::setw(12) << "data" << std::setw(26)
            << "registered"
            << "sha256\n";
  for (const registry::ModelVersion& version : versions)
    std::cout << std::setw(24) << version.name << std::setw(9) << version.version << std::setw(12)
              << (version.aliases.empty() ? "-" : version.aliases[0]) << std::setw(12) << version.stage << std::setw(22)
              << version.family << std::setw(12) << version.data_origin << std::setw(26) << version.created_at
              << version.sha256 << '\n';
}

int models(const base::Options& options, bool as_json) {
  const registry::Registry registry(store::Database::open(options), registry::ArtifactStore(options.artifacts_dir()));
  const std::vector<registry::ModelVersion> versions = registry.list();
  if (!as_json) {
    print_table(versions);
    return kOk;
  }
  nlohmann::ordered_json array = nlohmann::ordered_json::array();
  for (const registry::ModelVersion& version : versions)
    array.push_back(version_json(version));
  std::cout << array.dump() << '\n';
  return kOk;
}

}  // namespace

void add_models(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("models", "List the registered model versions");
  const auto as_json = std::make_shared<bool>(false);
  command->add_flag("--json", *as_json, "as an array of JSON");
  command->callback(
      [&options, &chosen, as_json] { chosen = [&options, as_json] { return models(options, *as_json); }; });
}

}  // namespace clearwell::commands
