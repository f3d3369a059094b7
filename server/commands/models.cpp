#include "server/commands/command.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/registry/registry.hpp"
#include "server/report/model_card.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>
#include <memory>
#include <optional>

namespace clearwell::commands {
namespace {

struct Arguments {
  std::string card_of;
  bool as_json = false;
};

nlohmann::ordered_json version_json(const registry::ModelVersion& version) {
  return {{"name", version.name},
          {"version", version.version},
          {"aliases", version.aliases},
          {"stage", version.stage},
          {"family", version.family},
          {"sha256", version.sha256},
          {"size_bytes", version.size_bytes},
          {"threshold", version.threshold ? nlohmann::ordered_json(*version.threshold) : nullptr},
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

int print_versions(const std::vector<registry::ModelVersion>& versions, bool as_json, const base::Options& options) {
  if (!as_json) {
    if (versions.empty())
      std::cout << no_model_text(options) << '\n';
    else
      print_table(versions);
    return kOk;
  }
  nlohmann::ordered_json array = nlohmann::ordered_json::array();
  for (const registry::ModelVersion& version : versions)
    array.push_back(version_json(version));
  std::cout << array.dump() << '\n';
  return kOk;
}

int refuse(const std::string& message) {
  std::cerr << "clearwell models: " << message << '\n';
  return kFailed;
}

int print_card(store::Database& database, const registry::Registry& registry, const std::string& text) {
  const Result<registry::ModelReference> reference = registry::parse_model_reference(text);
  if (!reference) return refuse(reference.error().message);
  const std::optional<registry::ModelVersion> version = registry.find(*reference);
  if (!version)
    return refuse("there is no " + registry::to_text(*reference) + "; clearwell models lists what there is");
  std::cout << report::ModelCard(database, registry, *version).json() << '\n';
  return kOk;
}

int models(const base::Options& options, const Arguments& arguments) {
  const bool is_card = !arguments.card_of.empty();
  const std::shared_ptr<store::Database> database = store::Database::open_existing(options);
  if (!database) return is_card ? refuse(no_model_text(options)) : print_versions({}, arguments.as_json, options);
  const registry::Registry registry(database, registry::open_artifacts(options.artifacts_place()));
  if (is_card) return print_card(*database, registry, arguments.card_of);
  return print_versions(registry.list(), arguments.as_json, options);
}

}  // namespace

void add_models(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("models", "List the registered model versions, or show the card of one");
  const auto arguments = std::make_shared<Arguments>();
  CLI::Option* as_json = command->add_flag("--json", arguments->as_json, "as an array of JSON");
  command
      ->add_option("--card", arguments->card_of,
                   "the model card of NAME (its champion), NAME@champion, NAME@challenger or NAME/VERSION, as JSON")
      ->excludes(as_json);
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return models(options, *arguments); }; });
}

}  // namespace clearwell::commands
