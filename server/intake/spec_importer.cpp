#include "server/intake/spec_importer.hpp"

#include "server/intake/column_mapping.hpp"
#include "server/intake/content_hash.hpp"
#include "server/intake/csv_reader.hpp"
#include "server/intake/import_audit.hpp"
#include "server/intake/known_plant.hpp"
#include "server/intake/spec_row.hpp"
#include "server/intake/spec_view.hpp"
#include "server/store/sample_writer.hpp"
#include "server/store/table_statistics.hpp"
#include "server/store/water_store.hpp"

#include <algorithm>
#include <utility>

namespace clearwell::intake {
namespace {

using store::NewSample;

Result<LabelTexts> choose_labels(const spec::DatasetSpec& spec, const ImportOptions& options) {
  if (spec.is_regression() && !(options.positive.empty() && options.negative.empty()))
    return Error{"the label of the spec " + spec.name + " is a number (" + spec.label.name +
                     "): no text of it stands for a class",
                 options.positive.empty() ? "negative" : "positive"};
  LabelTexts labels{options.positive.empty() ? spec.label.positive : options.positive,
                    options.negative.empty() ? spec.label.negative : options.negative};
  for (const std::string& text : labels.positive)
    if (std::ranges::any_of(labels.negative,
                            [&](const std::string& other) { return equal_ignoring_case(text, other); }))
      return Error{"label '" + text + "' is stated as positive and as negative, accepted: different texts", "positive"};
  return labels;
}

NewSample to_sample(const SpecRow& row, std::int64_t source_row, const spec::DatasetSpec& spec,
                    const ImportOptions& options) {
  NewSample sample{.source_row = source_row,
                   .plant_id = options.plant_id,
                   .model = spec.name,
                   .label = spec.is_regression() ? std::nullopt : std::optional(row.label),
                   .label_value = row.label_value,
                   .sampled_at = std::nullopt,
                   .sampled_at_text = row.sampled_at,
                   .group = row.group,
                   .laboratory = "",
                   .source = options.source,
                   .content_sha256 = {},
                   .simulated = false,
                   .results = {}};
  for (std::size_t i = 0; i < spec.features.size(); ++i)
    if (row.features[i])
      sample.results.push_back({.parameter = spec.features[i].parameter,
                                .measured = {row.features[i]->value, row.features[i]->qualifier},
                                .unit = spec.features[i].unit,
                                .result_text = row.features[i]->text,
                                .is_category = !spec.features[i].is_number()});
  sample.content_sha256 = content_sha256(sample);
  return sample;
}

void note_rejected(ImportReport& report, RejectedRow rejected) {
  ++report.rejected;
  if (report.errors.size() < ImportReport::kErrorsKept)
    report.errors.push_back(std::move(rejected));
  else
    ++report.errors_omitted;
}

// Hands every good row to the writer. Error: the rest of the file is no text.
Result<Ok> read_rows(CsvReader& reader, const ColumnMapping& mapping, const spec::DatasetSpec& spec,
                     const LabelTexts& labels, const ImportOptions& options, store::SampleWriter& writer,
                     ImportReport& report) {
  const DecimalMark mark = decimal_mark_beside(reader.delimiter());
  CsvRecord record;
  while (true) {
    Result<bool> found = reader.next(record);
    if (!found) return found.error();
    if (!*found) return Ok{};
    const std::int64_t source_row = report.rows++;
    auto row = read_spec_row(record, reader.header(), mapping, spec, labels, mark);
    if (auto* rejected = std::get_if<RejectedRow>(&row)) {
      note_rejected(report, std::move(*rejected));
      writer.reject(options.plant_id);
    } else {
      writer.add(to_sample(std::get<SpecRow>(row), source_row, spec, options));
    }
  }
}

Result<Ok> check_time_zone(const spec::DatasetSpec& spec, store::Database& database) {
  if (!spec.sampled_at) return Ok{};
  const std::string& zone = spec.sampled_at->time_zone;
  store::Transaction transaction = database.begin();
  if (store::knows_time_zone(transaction, zone)) return Ok{};
  return Error{"the spec " + spec.name + " takes times from clocks of the zone '" + zone +
                   "', which the database does not know (accepted: IANA names such as Europe/Tallinn or UTC)",
               "sampled_at.time_zone"};
}

// A column that nobody asked for may be a misspelt one, or a file of something else. Columns without a name, as table
// programs write for their row numbers, are no question.
Result<Ok> check_columns(const ColumnMapping& mapping, const spec::DatasetSpec& spec, const ImportOptions& options) {
  if (options.ignore_unknown) return Ok{};
  for (const std::string& column : mapping.ignored_columns) {
    if (column.rfind("column ", 0) == 0) continue;
    std::string accepted;
    for (const spec::FeatureSpec& feature : spec.features)
      accepted += feature.name + ", ";
    if (spec.sampled_at) accepted += spec.sampled_at->name + ", ";
    if (spec.group) accepted += spec.group->name + ", ";
    return Error{"the column '" + column + "' is not known to the spec " + spec.name + " (accepted: " + accepted +
                     spec.label.name + " and their aliases); --ignore-unknown reads the file without it",
                 column};
  }
  return Ok{};
}

}  // namespace

Result<ImportReport> import_csv(CsvReader& reader, const spec::DatasetSpec& spec, const ImportOptions& options,
                                store::Database& database) {
  Result<ColumnMapping> mapping = map_columns(reader.header(), spec);
  if (!mapping) return mapping.error();
  if (Result<Ok> known = check_columns(*mapping, spec, options); !known) return known.error();
  Result<LabelTexts> labels = choose_labels(spec, options);
  if (!labels) return labels.error();
  if (options.plant_id)
    if (const auto plant = known_plant(*options.plant_id, database); !plant) return plant.error();
  if (Result<Ok> zone = check_time_zone(spec, database); !zone) return zone.error();

  ImportReport report;
  report.ignored_columns = mapping->ignored_columns;
  store::Transaction transaction = database.begin();
  store::SampleWriter writer(transaction);
  if (Result<Ok> read = read_rows(reader, *mapping, spec, *labels, options, writer, report); !read) return read.error();
  if (report.rows == 0) return Error{"the file has a header but no data row", ""};
  report.accepted = writer.store();
  report.duplicates = report.rows - report.rejected - report.accepted;
  renew_view(transaction, spec);
  if (options.dry_run) return report;
  store::analyze_samples_and_readings(transaction);
  record_import(transaction, options, "csv, spec " + spec.name, options.plant_id, report);
  transaction.commit();
  return report;
}

}  // namespace clearwell::intake
