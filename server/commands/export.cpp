#include "server/commands/command.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/commands/whole_file.hpp"
#include "server/registry/registry.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>

namespace clearwell::commands {
namespace {

struct Arguments {
  std::string reference;
  std::filesystem::path out;
};

int refuse(const std::string& message) {
  std::cerr << "clearwell export: " << message << '\n';
  return kFailed;
}

int export_file(const base::Options& options, const Arguments& arguments) {
  const Result<registry::ModelReference> reference = registry::parse_model_reference(arguments.reference);
  if (!reference) return refuse(reference.error().message);
  const std::shared_ptr<store::Database> database = store::Database::open_existing(options);
  if (!database) return refuse(no_model_text(options));
  const registry::Registry registry(database, registry::open_artifacts(options.artifacts_place()));
  const std::optional<registry::ModelVersion> version = registry.find(*reference);
  if (!version)
    return refuse("there is no " + registry::to_text(*reference) + "; clearwell models lists what there is");
  WholeFile out(arguments.out);
  out.stream() << registry.read_file(*version);
  if (!out.keep()) return refuse("cannot write " + arguments.out.string());
  std::cerr << version->name << " version " << version->version << ", " << version->size_bytes << " bytes, sha256 "
            << version->sha256 << '\n';
  return kOk;
}

}  // namespace

void add_export(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("export", "Write a registered model file, byte for byte");
  const auto arguments = std::make_shared<Arguments>();
  command
      ->add_option("MODEL", arguments->reference, "NAME (its champion), NAME@champion, NAME@challenger or NAME/VERSION")
      ->required();
  command->add_option("OUT", arguments->out, "file to write, for example model.onnx")->required();
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return export_file(options, *arguments); }; });
}

}  // namespace clearwell::commands
