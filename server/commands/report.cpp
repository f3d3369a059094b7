#include "server/base/clock.hpp"
#include "server/base/spec_files.hpp"
#include "server/base/time_text.hpp"
#include "server/base/version.hpp"
#include "server/commands/command.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/commands/whole_file.hpp"
#include "server/dataset/leak_alarm.hpp"
#include "server/dataset/target_halves.hpp"
#include "server/report/data_report.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>

namespace clearwell::commands {
namespace {

struct Arguments {
  std::string name;
  std::filesystem::path out;
  std::string language = "en";
};

int refuse(const Error& error) {
  std::cerr << "clearwell report: " << error.message << '\n';
  return kFailed;
}

Result<report::DataOverview> look_at(store::Database& database, const spec::DatasetSpec& spec,
                                     const std::string& today) {
  Result<dataset::TrainingTable> table = dataset::read_training_table(database, spec);
  if (!table) return table.error();
  report::DataOverview overview{.spec = dataset::with_named_halves(spec, *table),
                                .table = std::move(*table),
                                .statistics = {},
                                .lineage = dataset::read_data_lineage(database, spec),
                                .findings = {},
                                .comparisons = {},
                                .made_on = today,
                                .made_by = base::version_line()};
  overview.statistics = dataset::describe_data(overview.table, spec);
  overview.comparisons = dataset::compare_with_limits(overview.table, spec, today);
  for (const dataset::LeakAlarm& alarm : dataset::leak_alarms(overview.table, spec))
    overview.findings.push_back(dataset::as_finding(alarm));
  for (dataset::Finding& finding : dataset::check_data(overview.statistics, overview.lineage, {}, overview.spec))
    overview.findings.push_back(std::move(finding));
  return overview;
}

int report(const base::Options& options, const Arguments& arguments) {
  const Result<spec::DatasetSpec> spec = base::load_spec(options.models_dir, arguments.name);
  if (!spec) return refuse(spec.error());
  const std::string today = base::format_day(base::system_clock()());
  const std::shared_ptr<store::Database> database = store::Database::open_existing(options);
  if (!database) return refuse(Error{no_sample_text(options), ""});
  const Result<report::DataOverview> overview = look_at(*database, *spec, today);
  if (!overview) return refuse(overview.error());
  const std::string page = report::data_report_page(*overview, *base::parse_language(arguments.language));
  WholeFile out(arguments.out);
  out.stream() << page;
  if (!out.keep()) return refuse(Error{"cannot write " + arguments.out.string(), "--output"});
  std::cerr << arguments.out.string() << ": " << overview->statistics.labels.all() << " rows, "
            << overview->findings.size() << " findings, " << page.size() << " bytes\n";
  return kOk;
}

}  // namespace

void add_report(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command =
      app.add_subcommand("report", "Write a data overview as one HTML page that needs nothing but itself");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("NAME", arguments->name, "name of the spec, for example water_potability")->required();
  command->add_option("-o,--output", arguments->out, "file to write, for example report.html")->required();
  command->add_option("--language", arguments->language, "en or es")
      ->check(CLI::IsMember({"en", "es"}))
      ->capture_default_str();
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return report(options, *arguments); }; });
}

}  // namespace clearwell::commands
