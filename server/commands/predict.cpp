#include "common/scoring/predictor.hpp"
#include "common/spec/data_origin.hpp"
#include "server/batch/batch_prediction.hpp"
#include "server/commands/command.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/commands/whole_file.hpp"
#include "server/intake/input_file.hpp"
#include "server/registry/registry.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

namespace clearwell::commands {
namespace {

struct Arguments {
  std::string model;
  std::filesystem::path in;
  std::filesystem::path out;
};

int refuse(const std::string& message) {
  std::cerr << "clearwell predict: " << message << '\n';
  return kFailed;
}

/// What the estimates do not mean, in a line of its own; nothing where the spec says nothing.
std::string disclaimer(const scoring::Predictor& predictor) {
  const std::string words = spec::disclaimer_of(predictor.spec().label, predictor.facts().data_origin).en;
  return words.empty() ? words : words + '\n';
}

/// Which features are not as they were at the training; nothing where all are.
std::string moved(const batch::BatchDrift& drift) {
  std::string names;
  for (const std::string& name : batch::moved_features(drift.compare()))
    names += (names.empty() ? "" : ", ") + name;
  return names.empty() ? names : "moved since the training: " + names + "; see the .drift.json beside the result\n";
}

std::string too_large(std::size_t n_rows) {
  if (n_rows == 0) return "";
  return std::to_string(n_rows) + " rows without a prediction: their numbers are too large to compute with\n";
}

int predict(const base::Options& options, const Arguments& arguments) {
  const Result<registry::ModelReference> reference = registry::parse_model_reference(arguments.model);
  if (!reference) return refuse(reference.error().message);
  Result<std::ifstream> file = intake::open_input_file(arguments.in);
  if (!file) return refuse(arguments.in.string() + ": " + file.error().message);

  const std::shared_ptr<store::Database> database = store::Database::open_existing(options);
  if (!database) return refuse(no_model_text(options));
  const registry::Registry registry(database, registry::open_artifacts(options.artifacts_place()));
  const std::optional<registry::ModelVersion> version = registry.find(*reference);
  if (!version)
    return refuse("there is no " + registry::to_text(*reference) + "; clearwell models lists what there is");
  const Result<scoring::Predictor> predictor = scoring::Predictor::load(registry.read_file(*version));
  if (!predictor) return refuse(registry::to_text(*reference) + ": " + predictor.error().message);

  WholeFile out(arguments.out);
  batch::BatchDrift drift(predictor->spec(), batch::training_distributions(*database, *version, predictor->spec()));
  const Result<batch::RowCounts> rows = batch::predict_file(*predictor, version->version, *file, out.stream(), drift);
  if (!rows) return refuse(arguments.in.string() + ": " + rows.error().message + "; nothing was written");
  WholeFile report(arguments.out.string() + ".drift.json");
  report.stream() << drift.to_json(*version) << '\n';
  if (!report.keep() || !out.keep()) return refuse("cannot write " + arguments.out.string());
  std::cerr << arguments.out.string() << ": " << rows->scored << " rows scored by " << version->name << " version "
            << version->version << "; with flags " << rows->flagged
            << "; without any measurement, and so without a prediction, " << rows->nothing_measured << '\n'
            << too_large(rows->not_computable) << moved(drift) << disclaimer(*predictor);
  return kOk;
}

}  // namespace

void add_predict(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("predict", "Score a CSV file with a registered model");
  const auto arguments = std::make_shared<Arguments>();
  command
      ->add_option("--model", arguments->model, "NAME (its champion), NAME@champion, NAME@challenger or NAME/VERSION")
      ->required();
  command->add_option("IN", arguments->in, "CSV with the model's features; other columns pass through")->required();
  command
      ->add_option(
          "-o,--output", arguments->out,
          "file to write: the input's columns plus prediction, probability (not of a regression), model_version, "
          "flags, simulated")
      ->required();
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return predict(options, *arguments); }; });
}

}  // namespace clearwell::commands
