#include "server/base/clock.hpp"
#include "server/base/spec_files.hpp"
#include "server/base/time_text.hpp"
#include "server/commands/command.hpp"
#include "server/commands/operator_name.hpp"
#include "server/commands/progress_bar.hpp"
#include "server/intake/simulation/simulation.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <iostream>
#include <memory>

namespace clearwell::commands {
namespace {

using intake::simulation::SimulationOptions;
using intake::simulation::SimulationReport;

/// The spec whose nine measurements the simulated laboratories take, and whose label their certificate is.
constexpr const char* kCertifiedModel = "water_potability";

struct Arguments {
  SimulationOptions simulation;
  std::string until;
  bool as_json = false;
};

int refuse(const Error& error) {
  std::cerr << "clearwell simulate: " << error.message << '\n';
  return kFailed;
}

/// Midnight UTC of the date, or of today.
Result<base::TimePoint> end_of_history(const std::string& until, const base::Clock& clock) {
  if (until.empty()) return base::TimePoint(std::chrono::floor<std::chrono::days>(clock()));
  Result<base::TimePoint> midnight = base::parse_time(until + "T00:00:00Z");
  if (!midnight) return Error{"--until is '" + until + "', accepted: a date such as 2026-03-12", "--until"};
  return midnight;
}

void print(const SimulationReport& report, bool as_json) {
  if (as_json) {
    std::cout << nlohmann::ordered_json({{"plants", report.plants},
                                         {"samples", report.samples},
                                         {"samples_new", report.samples_new},
                                         {"positive", report.positive},
                                         {"readings_new", report.readings_new},
                                         {"simulated", true}})
                     .dump()
              << '\n';
    return;
  }
  if (report.samples_new == 0 && report.readings_new == 0) {
    std::cout << "nothing new: the simulated plants of that time are already stored\n";
    return;
  }
  std::cout << "simulated plants " << report.plants << ", new laboratory samples " << report.samples_new
            << ", new readings " << report.readings_new << "; certified as potable " << report.positive << " of "
            << report.samples << " samples\n";
}

int simulate(const base::Options& options, Arguments arguments) {
  Result<base::TimePoint> until = end_of_history(arguments.until, base::system_clock());
  if (!until) return refuse(until.error());
  arguments.simulation.until = *until;
  arguments.simulation.by = operator_actor("simulate");
  const Result<spec::DatasetSpec> spec = base::load_spec(options.models_dir, kCertifiedModel);
  if (!spec) return refuse(spec.error());
  const std::shared_ptr<store::Database> database = store::Database::open(options);
  Result<SimulationReport> report = [&] {
    ProgressBar bar;
    return intake::simulation::simulate(arguments.simulation, *spec, *database, [&bar](int done, int all) {
      bar.show("plant " + std::to_string(done) + " of " + std::to_string(all), static_cast<double>(done) / all);
    });
  }();
  if (!report) return refuse(report.error());
  print(*report, arguments.as_json);
  return kOk;
}

}  // namespace

void add_simulate(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("simulate", "Store demonstration plants with a history, flagged as simulated");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("--plants", arguments->simulation.plants, "how many, 1 to 8")->capture_default_str();
  command->add_option("--days", arguments->simulation.days, "length of the history, 1 to 3660")->capture_default_str();
  command->add_option("--seed", arguments->simulation.seed, "another seed gives other plants")->capture_default_str();
  command->add_option("--until", arguments->until, "date at whose 00:00 UTC the history ends; default: today");
  command->add_flag("--json", arguments->as_json, "the result as one line of JSON");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return simulate(options, *arguments); }; });
}

}  // namespace clearwell::commands
