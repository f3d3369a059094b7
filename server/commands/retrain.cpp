#include "server/scheduler/retrain.hpp"

#include "server/base/options.hpp"
#include "server/base/spec_files.hpp"
#include "server/commands/command.hpp"
#include "server/commands/operator_name.hpp"
#include "server/commands/progress_bar.hpp"
#include "server/commands/run_until_stopped.hpp"
#include "server/scheduler/jobs.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <thread>

namespace clearwell::commands {
namespace {

struct Arguments {
  std::string model;
  bool if_due = false;
  bool as_json = false;
};

int refuse(const std::string& message) {
  std::cerr << "clearwell retrain: " << message << '\n';
  return kFailed;
}

/// The model asked for, or every one that is registered.
std::set<std::string> chosen_models(const std::string& asked, const registry::Registry& registry) {
  if (!asked.empty()) return {asked};
  std::set<std::string> names;
  for (const registry::ModelVersion& version : registry.list())
    names.insert(version.name);
  return names;
}

std::string text_of(const scheduler::RetrainReport& report) {
  std::string text = report.model + " ";
  if (report.registered) text += "version " + std::to_string(report.registered->version) + " ";
  if (report.decision) text += report.decision->outcome + ": ";
  return text + report.reason + '\n';
}

/// Retrains one model as a job. Empty when SIGINT or SIGTERM ended it.
std::optional<Result<scheduler::RetrainReport>> retrain_one(const std::shared_ptr<store::Database>& database,
                                                            const registry::Registry& registry,
                                                            const spec::DatasetSpec& spec, bool if_due) {
  scheduler::RetrainRequest request{.if_due = if_due, .decided_by = operator_name("retrain")};
  request.training.n_threads = std::max(1U, std::thread::hardware_concurrency());
  Result<scheduler::RetrainReport> report = Error{};
  const auto work = [&]() -> Result<std::string> {
    ProgressBar bar;
    report = scheduler::retrain(database, registry, spec, request,
                                [&](std::string_view part, double done) { bar.show(part, done); });
    if (!report) return report.error();
    return to_json(*report);
  };
  const bool ended = run_until_stopped([&](const std::stop_token& stop) {
    request.training.stop = stop;
    const nlohmann::json asked = {{"if_due", if_due}};
    static_cast<void>(  // an error is the report's own
        scheduler::Jobs(*database, base::system_clock())
            .run(scheduler::JobKind::kRetrain, spec.name, asked.dump(), request.decided_by, work));
  });
  if (!ended) return std::nullopt;
  return report;
}

int retrain(const base::Options& options, const Arguments& arguments) {
  const std::shared_ptr<store::Database> database = store::Database::open(options);
  const registry::Registry registry(database, registry::open_artifacts(options.artifacts_place()));
  const std::set<std::string> models = chosen_models(arguments.model, registry);
  if (models.empty()) return refuse("no model is registered yet; clearwell train makes the first version");

  nlohmann::ordered_json reports = nlohmann::ordered_json::array();
  int exit_code = kOk;
  for (const std::string& model : models) {
    const Result<spec::DatasetSpec> spec = base::load_spec(options.models_dir, model);
    if (!spec) {
      exit_code = refuse(spec.error().message);
      continue;
    }
    const auto report = retrain_one(database, registry, *spec, arguments.if_due);
    if (!report) return refuse(model + ": stopped; the run is KILLED");
    if (!*report) {
      exit_code = refuse(model + ": " + report->error().message);
      continue;
    }
    if (!arguments.as_json) std::cout << text_of(**report);
    reports.push_back(nlohmann::ordered_json::parse(to_json(**report)));
  }
  if (arguments.as_json) std::cout << reports.dump() << '\n';
  return exit_code;
}

}  // namespace

void add_retrain(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command = app.add_subcommand(
      "retrain", "Train a new version, compare it with the champion, promote it or not, and say why");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("--model", arguments->model, "default: every model that is registered");
  command->add_flag("--if-due", arguments->if_due, "only where samples or spec have changed since the newest version");
  command->add_flag("--json", arguments->as_json, "the results as an array of JSON");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return retrain(options, *arguments); }; });
}

}  // namespace clearwell::commands
