#include "server/intake/mapped_importer.hpp"

#include "server/intake/import_audit.hpp"
#include "server/intake/known_plant.hpp"
#include "server/intake/record_reader.hpp"
#include "server/store/table_statistics.hpp"

#include <algorithm>
#include <utility>

namespace clearwell::intake {
namespace {

using store::RefusedRecord;

/// The plant whose water it is: the one asked for, else the mapping's own, which comes with the first file of it.
Result<std::optional<store::Plant>> choose_plant(const FileMapping& mapping, const ImportOptions& options,
                                                 store::Database& database) {
  if (options.plant_id) {
    Result<store::Plant> known = known_plant(*options.plant_id, database);
    if (!known) return known.error();
    return std::optional(*known);
  }
  if (!mapping.plant) return std::optional<store::Plant>();
  const std::optional<store::Plant> stored = store::WaterStore(database).find_plant(mapping.plant->plant_id);
  return stored ? stored : mapping.plant;
}

void note_rejected(ImportReport& report, RejectedRow rejected) {
  ++report.rejected;
  if (report.errors.size() < ImportReport::kErrorsKept) report.errors.push_back(std::move(rejected));
}

/// Hands every good record to the writer. Error: the rest of the file is no text.
Result<Ok> read_records(RecordSource& source, RecordReader& reader, store::RecordWriter& writer, ImportReport& report) {
  CsvRecord record;
  while (true) {
    Result<bool> found = source.next(record);
    if (!found) return found.error();
    if (!*found) return Ok{};
    const std::int64_t source_row = report.rows++;
    const auto line = static_cast<std::int64_t>(record.line);
    RecordReader::Read read = reader.read(record);
    if (auto* rejected = std::get_if<RejectedRow>(&read))
      note_rejected(report, std::move(*rejected));
    else if (const auto* sample = std::get_if<store::SampleRecord>(&read))
      writer.add(source_row, line, *sample);
    else if (const auto* readings = std::get_if<store::ReadingRecord>(&read))
      writer.add(source_row, line, *readings);
    else
      writer.add(source_row, line, std::get<store::NewSamplingPoint>(read));
  }
}

RejectedRow as_row(const RefusedRecord& refused, const RecordReader& reader, store::RecordKind kind) {
  RejectedRow row{static_cast<std::size_t>(refused.line), reader.time_column(), refused.incoming, ""};
  switch (refused.reason) {
    case RefusedRecord::Reason::unknown_time_zone:
      row.reason = "has the time zone '" + refused.what + "', which nobody knows";
      break;
    case RefusedRecord::Reason::skipped_hour:
      row.reason = "is no time in " + refused.what + ", where clocks skip that hour";
      break;
    case RefusedRecord::Reason::conflict:
      row.column = refused.what;
      row.reason =
          "contradicts " + refused.stored + ", stored" + (refused.source.empty() ? "" : " from " + refused.source) +
          (kind == store::RecordKind::sampling_points ? "; kept as it is" : "; kept beside it until somebody decides");
      break;
  }
  return row;
}

void add_refused(ImportReport& report, const store::StoredRecords& stored, const RecordReader& reader,
                 store::RecordKind kind) {
  report.accepted = stored.accepted;
  report.duplicates = stored.duplicates;
  report.conflicts = stored.conflicts;
  report.rejected += stored.conflicts + stored.without_time;
  for (const RefusedRecord& refused : stored.refused)
    report.errors.push_back(as_row(refused, reader, kind));
  std::ranges::stable_sort(report.errors, {}, &RejectedRow::line);
  if (report.errors.size() > ImportReport::kErrorsKept) report.errors.resize(ImportReport::kErrorsKept);
  report.errors_omitted = report.rejected - static_cast<std::int64_t>(report.errors.size());
}

void add_understood(ImportReport& report, const RecordReader& reader) {
  for (const UnderstoodParameter& read : reader.understood())
    report.understood.push_back({.name = read.name,
                                 .unit = read.unit,
                                 .parameter = read.parameter,
                                 .converted_to = read.conversion ? read.known->unit : "",
                                 .remark = read.remark,
                                 .results = read.results,
                                 .non_detects = read.non_detects});
}

}  // namespace

Result<ImportReport> import_mapped(RecordSource& source, const FileMapping& mapping, const ImportOptions& options,
                                   store::Database& database) {
  const Result<std::optional<store::Plant>> plant = choose_plant(mapping, options, database);
  if (!plant) return plant.error();
  Result<RecordReader> reader = RecordReader::open(mapping, source.header(), *plant);
  if (!reader) return reader.error();

  ImportReport report;
  store::Transaction transaction = database.begin();
  std::optional<std::string> plant_id;
  if (*plant) {
    plant_id = (*plant)->plant_id;
    if (!store::WaterStore(database).find_plant(*plant_id)) store::save_plant(transaction, **plant);
  }
  for (const store::Sensor& sensor : reader->sensors())
    if (!store::save_sensor(transaction, sensor))
      return Error{"there is a sensor \"" + sensor.sensor_id +
                       "\" already, of another plant, parameter or unit than in this file",
                   ""};
  store::RecordWriter writer(transaction, mapping.kind, {mapping.origin, options.source, plant_id});
  if (Result<Ok> read = read_records(source, *reader, writer, report); !read) return read.error();
  if (report.rows == 0) return Error{"the file has a header but no data row", ""};
  add_refused(report, writer.store(ImportReport::kErrorsKept), *reader, mapping.kind);
  add_understood(report, *reader);
  report.ignored_columns = reader->unused_columns();
  std::ranges::move(source.unread(), std::back_inserter(report.ignored_columns));
  if (options.dry_run) return report;
  store::analyze_samples_and_readings(transaction);
  record_import(transaction, options, mapping.name, plant_id, report);
  transaction.commit();
  return report;
}

}  // namespace clearwell::intake
