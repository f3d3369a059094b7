#include "server/commands/command.hpp"
#include "server/commands/operator_name.hpp"
#include "server/intake/importer.hpp"
#include "server/intake/input_file.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <vector>

namespace clearwell::commands {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kRejectedRowsShown = 20;

struct Arguments {
  std::vector<std::string> files;
  std::string model;
  std::string format = "auto";
  std::string mapping;
  std::string plant;
  std::vector<std::string> positive;
  std::vector<std::string> negative;
  bool dry_run = false;
  bool ignore_unknown = false;
  bool as_json = false;
};

/// What became of one file.
struct Outcome {
  std::string file;
  std::string format;  ///< empty where the file was refused before it was known
  std::string model;   ///< of the format csv
  Result<intake::ImportReport> report;

  bool ok() const { return report && report->rejected < report->rows; }
};

/// Connects when the first file is worth it: a wrong path needs no database.
class LazyDatabase {
 public:
  explicit LazyDatabase(const base::Options& options) : options_(options) {}
  store::Database& get() {
    if (!database_) database_ = store::Database::open(options_);
    return *database_;
  }

 private:
  const base::Options& options_;
  std::shared_ptr<store::Database> database_;
};

Outcome import_file(const base::Options& options, const Arguments& arguments, const std::string& path,
                    LazyDatabase& database) {
  Result<std::ifstream> file = intake::open_input_file(path);
  if (!file) return {path, "", "", file.error()};
  intake::DecodedInput input(*file);
  const intake::ImporterChoice choice{options.models_dir, arguments.model, arguments.format, arguments.mapping};
  Result<std::unique_ptr<intake::Importer>> importer = intake::choose_importer(input, choice);
  if (!importer) return {path, "", "", importer.error()};
  intake::ImportOptions import{.source = std::filesystem::path(path).filename().string(),
                               .plant_id = std::nullopt,
                               .positive = arguments.positive,
                               .negative = arguments.negative,
                               .dry_run = arguments.dry_run,
                               .ignore_unknown = arguments.ignore_unknown,
                               .by = operator_actor("import")};
  if (!arguments.plant.empty()) import.plant_id = arguments.plant;
  return {path, (*importer)->format(), (*importer)->model(), (*importer)->run(import, database.get())};
}

/// What a file was taken for, of one that a mapping read.
ordered_json understood_json(const intake::ImportReport& report) {
  ordered_json understood = ordered_json::array();
  for (const intake::UnderstoodName& name : report.understood)
    understood.push_back(
        {{"name", name.name},
         {"unit", name.unit},
         {"parameter", name.parameter},
         {"converted_to", name.converted_to.empty() ? ordered_json() : ordered_json(name.converted_to)},
         {"results", name.results},
         {"non_detects", name.non_detects},
         {"remark", name.remark}});
  return understood;
}

ordered_json to_json(const Outcome& outcome, bool dry_run) {
  const intake::ImportReport report = outcome.report ? *outcome.report : intake::ImportReport{};
  ordered_json errors = ordered_json::array();
  for (const intake::RejectedRow& row : report.errors)
    errors.push_back({{"line", row.line}, {"column", row.column}, {"value", row.value}, {"reason", row.reason}});
  ordered_json json = {{"file", outcome.file},
                       {"format", outcome.format.empty() ? "csv" : outcome.format},
                       {"model", outcome.model.empty() ? ordered_json() : ordered_json(outcome.model)},
                       {"dry_run", dry_run},
                       {"rows", report.rows},
                       {"accepted", report.accepted},
                       {"rejected", report.rejected},
                       {"duplicates", report.duplicates},
                       {"errors", errors},
                       {"errors_omitted", report.errors_omitted},
                       {"ignored_columns", report.ignored_columns}};
  if (outcome.report && outcome.model.empty()) {
    json["conflicts"] = report.conflicts;
    json["understood"] = understood_json(report);
  }
  if (!outcome.report)
    json["error"] = {{"message", outcome.report.error().message}, {"field", outcome.report.error().field}};
  return json;
}

void print_counts(const Outcome& outcome, bool dry_run) {
  if (!outcome.report) return;
  const intake::ImportReport& report = *outcome.report;
  std::cout << outcome.file << ": rows " << report.rows << ", accepted " << report.accepted << ", rejected "
            << report.rejected << ", duplicates " << report.duplicates
            << (outcome.model.empty() ? " (format " + outcome.format : " (model " + outcome.model) << ")"
            << (dry_run ? "; dry run, nothing stored" : "") << '\n';
}

void print_rejected(const std::string& file, const intake::ImportReport& report) {
  const std::size_t shown = std::min(report.errors.size(), kRejectedRowsShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const intake::RejectedRow& row = report.errors[i];
    std::cerr << file << ": line " << row.line << ": ";
    if (!row.column.empty()) std::cerr << row.column << " '" << row.value << "' ";
    std::cerr << row.reason << '\n';
  }
  const std::int64_t more = report.rejected - static_cast<std::int64_t>(shown);
  if (more > 0) std::cerr << file << ": and " << more << " more rejected rows\n";
}

void print_understood(const Outcome& outcome) {
  for (const intake::UnderstoodName& name : outcome.report->understood)
    std::cout << "  " << name.name << (name.unit.empty() ? "" : " [" + name.unit + "]") << ": " << name.results
              << " results, " << name.non_detects << " not detected, as " << name.parameter
              << (name.converted_to.empty() ? "" : " in " + name.converted_to)
              << (name.remark.empty() ? "" : "; " + name.remark) << '\n';
}

void print_remarks(const Outcome& outcome) {
  if (!outcome.report) {
    std::cerr << outcome.file << ": refused: " << outcome.report.error().message << '\n';
    return;
  }
  print_rejected(outcome.file, *outcome.report);
  if (!outcome.report->ignored_columns.empty()) {
    std::cerr << outcome.file << ": ignored columns:";
    for (const std::string& column : outcome.report->ignored_columns)
      std::cerr << " '" << column << "'";
    std::cerr << '\n';
  }
  if (!outcome.ok()) std::cerr << outcome.file << ": every row was rejected, nothing stored\n";
}

int import_files(const base::Options& options, const Arguments& arguments) {
  LazyDatabase database(options);
  ordered_json results = ordered_json::array();
  bool all_ok = true;
  for (const std::string& path : arguments.files) {
    const Outcome outcome = import_file(options, arguments, path, database);
    all_ok = all_ok && outcome.ok();
    print_remarks(outcome);
    if (arguments.as_json)
      results.push_back(to_json(outcome, arguments.dry_run));
    else
      print_counts(outcome, arguments.dry_run);
    if (!arguments.as_json && arguments.dry_run && outcome.report) print_understood(outcome);
  }
  // A file may hold any bytes; what is no UTF-8 is shown as a replacement character.
  if (arguments.as_json)
    std::cout
        << (results.size() == 1 ? results[0] : results).dump(-1, ' ', false, ordered_json::error_handler_t::replace)
        << '\n';
  return all_ok ? kOk : kFailed;
}

}  // namespace

void add_import(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("import", "Read samples from files; a file comes in whole or not at all");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("FILE", arguments->files, "delimited text with a header line, or XML; either may be a .gz")
      ->required();
  command->add_option("--model", arguments->model,
                      "name of the spec; default: the only one, or the one whose columns fit");
  command
      ->add_option("--format", arguments->format,
                   "auto: by the content; csv: the table of a spec; else the mapping of a known kind of file")
      ->check(CLI::IsMember(intake::import_formats()))
      ->capture_default_str();
  command->add_option("--mapping", arguments->mapping, "JSON file that describes the columns of files of your own");
  command->add_option("--plant", arguments->plant, "id of the plant whose water was sampled");
  command
      ->add_option("--positive", arguments->positive,
                   "label text of the positive class instead of the spec's; may be repeated")
      ->allow_extra_args(false);
  command
      ->add_option("--negative", arguments->negative,
                   "label text of the negative class instead of the spec's; may be repeated")
      ->allow_extra_args(false);
  command->add_flag("--dry-run", arguments->dry_run, "count and check, store nothing");
  command->add_flag("--ignore-unknown", arguments->ignore_unknown,
                    "read files with columns that the spec does not know, without those");
  command->add_flag("--json", arguments->as_json, "the result as JSON, an array for several files");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return import_files(options, *arguments); }; });
}

}  // namespace clearwell::commands
