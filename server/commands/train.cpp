#include "server/base/spec_files.hpp"
#include "server/commands/command.hpp"
#include "server/commands/progress_bar.hpp"
#include "server/commands/run_until_stopped.hpp"
#include "server/commands/training_table_text.hpp"
#include "server/dataset/training_table.hpp"
#include "server/registry/registry.hpp"
#include "server/store/database.hpp"
#include "server/training/summary.hpp"
#include "server/training/training_job.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <stop_token>
#include <thread>

namespace clearwell::commands {
namespace {

struct Arguments {
  std::string model;
  training::TrainingRequest request;
  std::string folds_file;
  bool as_json = false;
};

int refuse(const Error& error) {
  std::cerr << "clearwell train: " << error.message;
  if (!error.field.empty()) std::cerr << " (" << error.field << ")";
  std::cerr << '\n';
  // What the caller typed wrong, apart from what the data or the spec do not allow.
  const bool is_option = error.field == "families" || error.field == "folds" || error.field == "repeats";
  return is_option ? kUsage : kFailed;
}

/// The model asked for, or the only one that has anything to learn from.
Result<std::string> choose_model(const std::string& asked, store::Database& database) {
  if (!asked.empty()) return asked;
  const std::vector<std::string> names = dataset::models_with_labelled_samples(database);
  if (names.size() == 1) return names[0];
  if (names.empty())
    return Error{"there are no labelled samples to train on; clearwell import FILE --model NAME reads them from a file",
                 "--model"};
  std::string list;
  for (const std::string& name : names)
    list += (list.empty() ? "" : ", ") + name;
  return Error{"several data sets have samples (" + list + "); say which one to train on", "--model"};
}

Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) return Error{"cannot read " + path, "--folds-file"};
  return text;
}

nlohmann::ordered_json report_json(const training::TrainingReport& report, const spec::DatasetSpec& spec) {
  nlohmann::ordered_json families = nlohmann::ordered_json::array();
  for (const training::FamilyEvaluation& evaluation : report.evaluations) {
    nlohmann::ordered_json family = {{"family", evaluation.family}};
    family.update(nlohmann::ordered_json::parse(training::metrics_json(evaluation)));
    families.push_back(std::move(family));
  }
  nlohmann::ordered_json alarms = nlohmann::ordered_json::array();
  for (const dataset::LeakAlarm& alarm : report.alarms)
    alarms.push_back({{"kind", alarm.kind}, {"message", alarm.message}});
  const registry::ModelVersion& version = report.registered;
  return {{"model", version.name},
          {"version", version.version},
          {"aliases", version.aliases},
          {"families", families},
          {"baselines", nlohmann::ordered_json::parse(training::baselines_json(report.baselines, spec))},
          {"hold_out", report.hold_out ? nlohmann::ordered_json::parse(training::hold_out_json(*report.hold_out))
                                       : nlohmann::ordered_json()},
          {"champion_family", version.family},
          {"threshold", version.threshold ? nlohmann::ordered_json(*version.threshold) : nullptr},
          {"sha256", version.sha256},
          {"data_origin", version.data_origin},
          {"run_id", version.run_id},
          {"alarms", alarms},
          {"findings", nlohmann::ordered_json::parse(dataset::to_json(report.findings))}};
}

int train(const base::Options& options, Arguments arguments) {
  const std::shared_ptr<store::Database> database = store::Database::open(options);
  const Result<std::string> model = choose_model(arguments.model, *database);
  if (!model) return refuse(model.error());
  const Result<spec::DatasetSpec> spec = base::load_spec(options.models_dir, *model);
  if (!spec) return refuse(spec.error());
  if (!arguments.folds_file.empty()) {
    Result<std::string> text = read_text(arguments.folds_file);
    if (!text) return refuse(text.error());
    arguments.request.fold_file = std::move(*text);
  }
  arguments.request.n_threads = std::max(1U, std::thread::hardware_concurrency());

  const registry::Registry registry(database, registry::open_artifacts(options.artifacts_place()));
  Result<training::TrainingReport> report = Error{};
  const bool ended = run_until_stopped([&](const std::stop_token& stop) {
    arguments.request.stop = stop;
    ProgressBar bar;
    report = training::train(database, registry, *spec, arguments.request,
                             [&](std::string_view part, double done) { bar.show(part, done); });
  });
  if (!ended) {
    std::cerr << "clearwell train: stopped; the run is KILLED and nothing was registered\n";
    return kFailed;
  }
  if (!report) return refuse(report.error());
  std::cout << (arguments.as_json ? report_json(*report, *spec).dump() + '\n' : training_table_text(*report, *spec));
  return kOk;
}

}  // namespace

void add_train(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("train", "Judge every model family, register the best as a new version");
  const auto arguments = std::make_shared<Arguments>();
  training::TrainingRequest& request = arguments->request;
  command->add_option("--model", arguments->model, "name of the spec; default: the only one that has samples");
  command->add_option("--families", request.families, "only these of the spec, separated by commas")->delimiter(',');
  CLI::Option* folds = command->add_option("--folds", request.folds, "outer folds; default: the spec's");
  CLI::Option* repeats =
      command->add_option("--repeats", request.repeats, "times the folds are drawn anew; default: the spec's");
  command->add_option("--seed", request.seed, "default: the spec's");
  command
      ->add_option("--folds-file", arguments->folds_file, "CSV row,repeat0,…: the folds to judge by, drawn elsewhere")
      ->excludes(folds)
      ->excludes(repeats);
  command->add_flag("--json", arguments->as_json, "the result as one line of JSON");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return train(options, *arguments); }; });
}

}  // namespace clearwell::commands
