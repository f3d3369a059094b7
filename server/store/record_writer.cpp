#include "server/store/record_writer.hpp"

#include "server/store/incoming_readings.hpp"
#include "server/store/result_columns.hpp"
#include "server/store/sql.hpp"
#include "server/store/water_store.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <limits>
#include <span>
#include <utility>

namespace clearwell::store {
namespace {

constexpr std::array<std::string_view, 11> kPointColumns = {"source_row",     "line",      "local_time", "time_zone",
                                                            "time_precision", "point_key", "point_name", "point_site",
                                                            "point_kind",     "latitude",  "longitude"};

constexpr std::array<std::string_view, 28> kSampleColumns = {
    "source_row",       "line",        "local_time",     "time_zone", "time_precision",  "point_key",  "point_name",
    "point_site",       "point_kind",  "latitude",       "longitude", "sample_key",      "laboratory", "stated_verdict",
    "parameters",       "result_keys", "reported_names", "fractions", "findings",        "numbers",    "qualifiers",
    "detection_limits", "units",       "result_texts",   "canonical", "stated_verdicts", "remarks",    "verdicts"};

constexpr std::array<std::string_view, 10> kReadingColumns = {"source_row",     "line",   "local_time", "time_zone",
                                                              "time_precision", "stream", "parameters", "numbers",
                                                              "canonical",      "remarks"};

constexpr double kNull = std::numeric_limits<double>::quiet_NaN();  // Params writes it as NULL

std::span<const std::string_view> columns_of(RecordKind kind) {
  switch (kind) {
    case RecordKind::samples:
      return kSampleColumns;
    case RecordKind::readings:
      return kReadingColumns;
    case RecordKind::sampling_points:
      return kPointColumns;
  }
  return {};
}

Params head_of(std::int64_t source_row, std::int64_t line, const std::optional<LocalTime>& time) {
  Params row;
  row.add(source_row).add(line);
  if (time)
    row.add(time->text).add(time->zone).add(to_string(time->precision));
  else
    row.add_null().add("UTC").add("moment");
  return row;
}

void add_point(Params& row, const NewSamplingPoint& point) {
  row.add(point.key).add(point.name).add(point.site).add(point.kind).add(point.latitude).add(point.longitude);
}

std::int64_t as_limit(std::size_t n) {
  return static_cast<std::int64_t>(n);
}

}  // namespace

std::string_view to_string(TimePrecision precision) {
  switch (precision) {
    case TimePrecision::moment:
      return "moment";
    case TimePrecision::day:
      return "day";
    case TimePrecision::month:
      return "month";
    case TimePrecision::year:
      return "year";
  }
  return "";
}

std::string_view to_string(Quality quality) {
  switch (quality) {
    case Quality::good:
      return "good";
    case Quality::uncertain:
      return "uncertain";
    case Quality::bad:
      return "bad";
  }
  return "";
}

Quality quality_of(std::string_view text) {
  for (const Quality quality : {Quality::good, Quality::uncertain})
    if (text == to_string(quality)) return quality;
  return Quality::bad;
}

RecordWriter::RecordWriter(Transaction& transaction, RecordKind kind, RecordOrigin origin)
    : transaction_(transaction), kind_(kind), origin_(std::move(origin)) {
  if (origin_.plant_id) {
    const Rows plants = transaction_.run(sql::plant_jurisdictions);
    for (std::size_t row = 0; row < plants.size(); ++row)
      if (plants.text(row, 0) == *origin_.plant_id) jurisdiction_ = plants.text(row, 1);
  }
  transaction_.run(sql::create_incoming_records);
  copy_.emplace(transaction_.copy_into("incoming_records", columns_of(kind_)));
}

std::vector<std::string> RecordWriter::verdicts_on(const SampleRecord& record) const {
  std::vector<std::string> verdicts(record.results.size());
  if (jurisdiction_.empty()) return verdicts;
  const bool day_is_known = record.time && record.time->precision <= TimePrecision::day;
  const std::string day = day_is_known ? record.time->text : "";
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    verdicts[i] = verdict_on(record.results[i], jurisdiction_, day);
  return verdicts;
}

void RecordWriter::add(std::int64_t source_row, std::int64_t line, const SampleRecord& record) {
  assert(kind_ == RecordKind::samples);
  Params row = head_of(source_row, line, record.time);
  add_point(row, record.point);
  row.add(record.sample_key).add(record.laboratory).add(record.stated_verdict);
  add_result_columns(row, record.results);
  row.add_array(verdicts_on(record));
  copy_->row(row);
}

void RecordWriter::add(std::int64_t source_row, std::int64_t line, const ReadingRecord& record) {
  assert(kind_ == RecordKind::readings);
  std::vector<std::string> sensors;
  std::vector<double> values;
  std::vector<double> reported;
  std::vector<std::string> qualities;
  for (const ReportedReading& reading : record.readings) {
    sensors.push_back(reading.sensor_id);
    values.push_back(reading.value);
    reported.push_back(reading.reported_value.value_or(kNull));
    qualities.emplace_back(to_string(reading.quality));
    if (!units_of_sensors_.contains(reading.sensor_id))
      units_of_sensors_.emplace(reading.sensor_id, reading.reported_unit);
  }
  Params row = head_of(source_row, line, record.time);
  row.add(record.stream).add_array(sensors).add_array(values).add_array(reported).add_array(qualities);
  copy_->row(row);
}

void RecordWriter::add(std::int64_t source_row, std::int64_t line, const NewSamplingPoint& point) {
  assert(kind_ == RecordKind::sampling_points);
  Params row = head_of(source_row, line, std::nullopt);
  add_point(row, point);
  copy_->row(row);
}

void RecordWriter::finish_copying() {
  copy_->finish();
  copy_.reset();
  transaction_.run(sql::analyze_incoming_records);
}

StoredRecords RecordWriter::store(std::size_t refused_max) {
  finish_copying();
  StoredRecords stored;
  switch (kind_) {
    case RecordKind::samples:
      find_times(stored, refused_max);
      store_samples(stored, refused_max);
      break;
    case RecordKind::readings:
      find_times(stored, refused_max);
      store_readings(stored, refused_max);
      break;
    case RecordKind::sampling_points:
      store_points(stored, refused_max);
      break;
  }
  std::ranges::stable_sort(stored.refused, {}, &RefusedRecord::line);
  if (stored.refused.size() > refused_max) stored.refused.resize(refused_max);
  return stored;
}

void RecordWriter::find_times(StoredRecords& stored, std::size_t refused_max) {
  transaction_.run(sql::resolve_incoming_times);
  const Rows rows = transaction_.run(sql::incoming_refusals, Params().add(as_limit(refused_max)));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    stored.without_time = rows.integer(row, 0);
    stored.refused.push_back({.line = rows.integer(row, 1),
                              .reason = rows.text(row, 4) == "skipped_hour" ? RefusedRecord::Reason::skipped_hour
                                                                            : RefusedRecord::Reason::unknown_time_zone,
                              .what = rows.text(row, 3),
                              .incoming = rows.text(row, 2),
                              .stored = "",
                              .source = ""});
  }
}

void RecordWriter::store_samples(StoredRecords& stored, std::size_t refused_max) {
  transaction_.run(sql::store_incoming_sampling_points, Params().add(origin_.origin));
  transaction_.run(sql::store_keyed_samples, Params().add(origin_.origin).add(origin_.plant_id).add(origin_.source));
  transaction_.run(sql::judge_incoming_results, Params().add(origin_.origin));
  transaction_.run(sql::analyze_incoming_results);
  const Rows counts = transaction_.run(sql::store_incoming_results, Params().add(origin_.source).add(jurisdiction_));
  stored.accepted = counts.integer(0, 0);
  stored.duplicates = counts.integer(0, 1);
  stored.conflicts = counts.integer(0, 2);
  const Rows rows = transaction_.run(sql::incoming_result_conflicts, Params().add(as_limit(refused_max)));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const bool at_another_time = rows.boolean(row, 4);
    stored.refused.push_back({.line = rows.integer(row, 0),
                              .reason = RefusedRecord::Reason::conflict,
                              .what = rows.text(row, 1) + ", " + rows.text(row, 2),
                              .incoming = rows.text(row, 3),
                              .stored = at_another_time ? "a sample of " + rows.maybe_text(row, 5).value_or("no date")
                                                        : "'" + rows.maybe_text(row, 6).value_or("") + "'",
                              .source = rows.text(row, 7)});
  }
}

void RecordWriter::store_readings(StoredRecords& stored, std::size_t refused_max) {
  StoredRecords readings = store_incoming_readings(transaction_, origin_.source, units_of_sensors_, refused_max);
  stored.accepted = readings.accepted;
  stored.duplicates = readings.duplicates;
  stored.conflicts = readings.conflicts;
  std::ranges::move(readings.refused, std::back_inserter(stored.refused));
}

void RecordWriter::store_points(StoredRecords& stored, std::size_t refused_max) {
  const Rows rows =
      transaction_.run(sql::judge_incoming_sampling_points, Params().add(origin_.origin).add(as_limit(refused_max)));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string& outcome = rows.text(row, 0);
    if (outcome == "accepted") stored.accepted += rows.integer(row, 1);
    if (outcome == "duplicate") stored.duplicates += rows.integer(row, 1);
    if (outcome == "conflict") stored.conflicts += rows.integer(row, 1);
    if (!rows.is_null(row, 2))
      stored.refused.push_back({.line = rows.integer(row, 2),
                                .reason = RefusedRecord::Reason::conflict,
                                .what = "sampling point " + rows.text(row, 4),
                                .incoming = rows.text(row, 5),
                                .stored = "'" + rows.maybe_text(row, 3).value_or("") + "'",
                                .source = ""});
  }
  transaction_.run(sql::store_incoming_sampling_points, Params().add(origin_.origin));
}

}  // namespace clearwell::store
