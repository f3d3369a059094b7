#include "server/intake/record_reader.hpp"

#include "common/hash/sha256.hpp"
#include "server/intake/local_time.hpp"
#include "server/intake/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace clearwell::intake {
namespace {

using limits::Finding;
using limits::Qualifier;

bool is_one_of(std::string_view text, const std::vector<std::string>& texts) {
  return std::ranges::any_of(texts, [&](const std::string& known) { return equal_ignoring_case(text, known); });
}

std::string either_of(const ColumnNames& names) {
  std::string list;
  for (const std::string& name : names)
    list += (list.empty() ? "'" : " or '") + name + "'";
  return list;
}

const DetectionCondition* find_condition(const LongLayout& rows, std::string_view text) {
  for (const DetectionCondition& condition : rows.conditions)
    if (is_one_of(text, condition.texts)) return &condition;
  return nullptr;
}

void add_remark(std::string& remarks, const std::string& remark) {
  if (!remark.empty()) remarks += (remarks.empty() ? "" : "; ") + remark;
}

}  // namespace

RecordReader::RecordReader(const FileMapping& mapping, const std::vector<std::string>& header,
                           std::optional<store::Plant> plant)
    : mapping_(&mapping), header_(&header), plant_(std::move(plant)), parameters_(mapping) {
  find_columns();
}

void RecordReader::find_columns() {
  ColumnFinder finder(*header_);
  columns_.time = finder.find_all(mapping_->time.columns);
  columns_.zone = finder.find(mapping_->time.zone_column);
  columns_.sample_key = finder.find_all(mapping_->sample_key);
  columns_.laboratory = finder.find(mapping_->laboratory);
  columns_.stated_verdict = finder.find(mapping_->stated_verdict);
  columns_.point_key = finder.find_all(mapping_->point.key);
  columns_.point_name = finder.find(mapping_->point.name);
  columns_.point_site = finder.find(mapping_->point.site);
  columns_.latitude = finder.find(mapping_->point.latitude);
  columns_.longitude = finder.find(mapping_->point.longitude);
  if (mapping_->rows) {
    const LongLayout& rows = *mapping_->rows;
    columns_.name = finder.find(rows.name);
    columns_.value = finder.find(rows.value);
    columns_.unit = finder.find(rows.unit);
    columns_.basis = finder.find(rows.basis);
    columns_.fraction = finder.find(rows.fraction);
    columns_.result_key = finder.find_all(rows.key);
    columns_.condition = finder.find(rows.condition);
    columns_.limit = finder.find(rows.limit);
    columns_.limit_unit = finder.find(rows.limit_unit);
    columns_.status = finder.find(rows.status);
    columns_.result_verdict = finder.find(rows.stated_verdict);
    columns_.medium = finder.find(rows.medium);
  }
  for (const WideColumn& column : mapping_->columns)
    columns_.wide.push_back(finder.find(column.column));
  for (const Place place : columns_.time)
    if (place && time_column_.empty()) time_column_ = trim((*header_)[*place]);
  unused_columns_ = finder.unused();
}

Result<Ok> RecordReader::check_columns() const {
  const auto lacking = [&](const ColumnNames& names) {
    return Error{"the file has no column " + either_of(names) + ", which the mapping " + mapping_->name + " needs",
                 "header"};
  };
  const auto none = [](const std::vector<Place>& places) { return std::ranges::none_of(places, &Place::has_value); };
  if (mapping_->rows) {
    if (!columns_.name) return lacking(mapping_->rows->name);
    if (!columns_.value) return lacking(mapping_->rows->value);
  }
  if (!mapping_->columns.empty() && none(columns_.wide)) return lacking(mapping_->columns[0].column);
  if (!mapping_->time.columns.empty() && !columns_.time[0]) return lacking(mapping_->time.columns[0]);
  if (!mapping_->sample_key.empty() && none(columns_.sample_key)) return lacking(mapping_->sample_key[0]);
  if (mapping_->kind == store::RecordKind::sampling_points && none(columns_.point_key))
    return lacking(mapping_->point.key[0]);
  if (mapping_->kind == store::RecordKind::readings && !plant_)
    return Error{"readings belong to a plant: name it with --plant", "plant"};
  return Ok{};
}

Result<RecordReader> RecordReader::open(const FileMapping& mapping, const std::vector<std::string>& header,
                                        std::optional<store::Plant> plant) {
  RecordReader reader(mapping, header, std::move(plant));
  if (Result<Ok> checked = reader.check_columns(); !checked) return checked.error();
  return reader;
}

RecordReader::Read RecordReader::read(const CsvRecord& record) {
  if (!record.defect.empty()) return RejectedRow{record.line, "", "", "the row " + record.defect};
  switch (mapping_->kind) {
    case store::RecordKind::samples:
      return read_sample(record);
    case store::RecordKind::readings:
      return read_readings(record);
    case store::RecordKind::sampling_points: {
      store::NewSamplingPoint point;
      if (auto rejected = read_point(record, point)) return *rejected;
      if (point.key.empty()) return reject(record, columns_.point_key[0], "the key of the sampling point is missing");
      return point;
    }
  }
  return RejectedRow{};
}

std::string RecordReader::cell(const CsvRecord& record, Place place) const {
  if (!place) return "";
  const std::string_view text = trim(record.cells[*place]);
  return is_missing(text, mapping_->missing) ? "" : std::string(text);
}

std::string RecordReader::joined(const CsvRecord& record, const std::vector<Place>& places) const {
  std::string all;
  bool any = false;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::string text = cell(record, places[i]);
    any = any || !text.empty();
    all += (i == 0 ? "" : "|") + text;
  }
  return any ? all : "";
}

RejectedRow RecordReader::reject(const CsvRecord& record, Place place, std::string reason) const {
  if (!place) return {record.line, "", "", std::move(reason)};
  return {record.line, std::string(trim((*header_)[*place])), record.cells[*place].substr(0, kValueBytesShown),
          std::move(reason)};
}

std::optional<RejectedRow> RecordReader::read_time(const CsvRecord& record,
                                                   std::optional<store::LocalTime>& time) const {
  std::string text;
  for (const Place place : columns_.time)
    if (const std::string part = cell(record, place); !part.empty()) text += (text.empty() ? "" : " ") + part;
  if (text.empty()) return std::nullopt;
  Result<store::LocalTime> parsed = parse_local_time(text, mapping_->time.formats);
  if (!parsed) return RejectedRow{record.line, time_column_, text.substr(0, kValueBytesShown), parsed.error().message};
  time = std::move(parsed).value();
  if (!time->zone.empty()) return std::nullopt;
  time->zone = cell(record, columns_.zone);
  if (time->zone.empty()) time->zone = mapping_->time.zone;
  if (time->zone.empty() && plant_) time->zone = plant_->time_zone;
  // A day without a zone is a day all the same.
  if (time->zone.empty() && time->precision != store::TimePrecision::moment) time->zone = "UTC";
  if (time->zone.empty())
    return RejectedRow{record.line, time_column_, text.substr(0, kValueBytesShown), "has no time zone"};
  return std::nullopt;
}

std::optional<RejectedRow> RecordReader::read_coordinate(const CsvRecord& record, Place place, double limit,
                                                         std::optional<double>& coordinate) const {
  const std::string text = cell(record, place);
  if (text.empty()) return std::nullopt;
  coordinate = parse_number(text);
  if (coordinate && std::fabs(*coordinate) <= limit) return std::nullopt;
  return reject(record, place, coordinate ? "is no place on earth" : "is not a number");
}

std::optional<RejectedRow> RecordReader::read_point(const CsvRecord& record, store::NewSamplingPoint& point) const {
  point.key = joined(record, columns_.point_key);
  point.name = cell(record, columns_.point_name);
  point.site = cell(record, columns_.point_site);
  if (!point.key.empty()) point.kind = mapping_->point.kind;
  if (auto rejected = read_coordinate(record, columns_.latitude, 90, point.latitude)) return rejected;
  return read_coordinate(record, columns_.longitude, 180, point.longitude);
}

RecordReader::Read RecordReader::read_sample(const CsvRecord& record) {
  store::SampleRecord sample;
  if (auto rejected = read_time(record, sample.time)) return *rejected;
  if (auto rejected = read_point(record, sample.point)) return *rejected;
  sample.laboratory = cell(record, columns_.laboratory);
  sample.stated_verdict = cell(record, columns_.stated_verdict);
  auto rejected = mapping_->rows ? read_row_result(record, sample) : read_wide_results(record, sample);
  if (rejected) return *rejected;
  if (!mapping_->sample_key.empty()) {
    sample.sample_key = joined(record, columns_.sample_key);
    if (sample.sample_key.empty()) return reject(record, columns_.sample_key[0], "does not name the sample");
    return sample;
  }
  hash::Sha256 sha;
  for (const std::string& text : record.cells) {
    sha.update(trim(text));
    sha.update(std::string_view("\0", 1));
  }
  sample.sample_key = "sha256:" + hash::to_hex(sha.finish());
  return sample;
}

std::optional<RejectedRow> RecordReader::read_row_result(const CsvRecord& record, store::SampleRecord& sample) {
  const LongLayout& rows = *mapping_->rows;
  const std::string name = cell(record, columns_.name);
  if (name.empty()) return reject(record, columns_.name, "the parameter is missing");
  const std::string medium = cell(record, columns_.medium);
  if (!medium.empty() && !rows.media.empty() && !is_one_of(medium, rows.media))
    return reject(record, columns_.medium, "is another medium (accepted: " + quoted_list(rows.media) + ")");
  const std::string status = cell(record, columns_.status);
  if (is_one_of(status, rows.refused_statuses))
    return reject(record, columns_.status, "the source itself does not stand by the result");

  const bool has_value = !cell(record, columns_.value).empty();
  const std::string unit = has_value ? cell(record, columns_.unit) : cell(record, columns_.limit_unit);
  UnderstoodParameter& parameter = parameters_.understand(name, unit, cell(record, columns_.basis));

  store::ReportedResult result;
  result.parameter = parameter.parameter;
  result.reported_name = name;
  result.fraction = cell(record, columns_.fraction);
  result.result_key = joined(record, columns_.result_key);
  if (result.result_key.empty()) result.result_key = name + (result.fraction.empty() ? "" : "|" + result.fraction);
  result.stated_verdict = cell(record, columns_.result_verdict);
  if (!status.empty() && !is_one_of(status, rows.plain_statuses)) add_remark(result.remarks, "status " + status);
  if (auto rejected = read_value(record, columns_.value, parameter, result)) return rejected;
  if (auto rejected = apply_condition(record, parameter, result)) return rejected;
  if (result.finding == Finding::not_measured)
    return reject(record,
                  has_value            ? columns_.value
                  : columns_.condition ? columns_.condition
                                       : columns_.value,
                  "states no result");
  if (result.value && !parameter.fault.empty()) return reject(record, columns_.unit, parameter.fault);
  note(parameter, result);
  sample.results.push_back(std::move(result));
  return std::nullopt;
}

std::optional<RejectedRow> RecordReader::read_wide_results(const CsvRecord& record, store::SampleRecord& sample) {
  for (std::size_t i = 0; i < columns_.wide.size(); ++i) {
    if (cell(record, columns_.wide[i]).empty()) continue;
    const WideColumn& column = mapping_->columns[i];
    const std::string name(trim((*header_)[*columns_.wide[i]]));
    UnderstoodParameter& parameter = parameters_.understand(column, name);
    store::ReportedResult result;
    result.parameter = parameter.parameter;
    result.result_key = name;
    result.reported_name = name;
    result.fraction = column.fraction;
    if (auto rejected = read_value(record, columns_.wide[i], parameter, result)) return rejected;
    if (result.finding == Finding::not_measured) continue;
    note(parameter, result);
    sample.results.push_back(std::move(result));
  }
  if (sample.results.empty()) return reject(record, std::nullopt, "the row has no measurement");
  return std::nullopt;
}

char RecordReader::decimal_mark_of(std::string_view text) const {
  if (mapping_->decimal_mark != "either") return mapping_->decimal_mark[0];
  const std::size_t last = text.find_last_of(".,");
  return last == std::string_view::npos ? '.' : text[last];
}

// What the cell says, with the value in the parameter's own unit where both are known.
std::optional<RejectedRow> RecordReader::read_value(const CsvRecord& record, Place place,
                                                    UnderstoodParameter& parameter,
                                                    store::ReportedResult& result) const {
  result.result_text = cell(record, place);
  Result<limits::ResultText> read = limits::read_result_text(result.result_text, decimal_mark_of(result.result_text));
  if (!read) return reject(record, place, read.error().message);
  result.unit = parameter.unit;
  add_remark(result.remarks, parameter.remark);
  result.finding = read->finding;
  static const limits::Parameter kUncatalogued{};
  const auto measured =
      limits::measured_value(*read, parameter.known != nullptr ? *parameter.known : kUncatalogued, std::nullopt);
  if (!measured) return std::nullopt;
  result.value = measured->value;
  result.qualifier = measured->qualifier;
  if (std::string fault = parameter.fault_of(measured->value); !fault.empty()) return reject(record, place, fault);
  if (parameter.conversion) result.canonical_value = parameter.conversion->to_canonical(measured->value);
  return std::nullopt;
}

// What stands beside the value in a long file: that nothing was detected, and below which limit.
std::optional<RejectedRow> RecordReader::apply_condition(const CsvRecord& record, const UnderstoodParameter& parameter,
                                                         store::ReportedResult& result) const {
  if (auto rejected = read_limit(record, result)) return rejected;
  const std::string text = cell(record, columns_.condition);
  if (text.empty()) return std::nullopt;
  add_remark(result.remarks, text);
  const DetectionCondition* const condition = find_condition(*mapping_->rows, text);
  if (result.value) {
    if (condition == nullptr || condition->finding != Finding::not_detected) return std::nullopt;
    result.finding = Finding::not_detected;
    if (result.qualifier == Qualifier::equal) result.qualifier = Qualifier::below;
    return std::nullopt;
  }
  if (condition == nullptr) return reject(record, columns_.condition, "is a detection condition that is not known");
  result.finding = condition->finding;
  result.result_text = text;
  if (result.detection_limit && result.finding != Finding::not_measured) {
    result.value = result.detection_limit;
    result.qualifier = condition->qualifier;
    if (parameter.conversion) result.canonical_value = parameter.conversion->to_canonical(*result.value);
  }
  return std::nullopt;
}

// A limit in another unit than the value's is kept in words only.
std::optional<RejectedRow> RecordReader::read_limit(const CsvRecord& record, store::ReportedResult& result) const {
  const std::string text = cell(record, columns_.limit);
  if (text.empty()) return std::nullopt;
  const std::optional<double> limit = parse_number(text);
  if (!limit) return reject(record, columns_.limit, "is not a number");
  const std::string unit = cell(record, columns_.limit_unit);
  if (!result.value || unit.empty() || equal_ignoring_case(unit, cell(record, columns_.unit)))
    result.detection_limit = limit;
  else
    add_remark(result.remarks, "detection limit " + text + " " + unit);
  return std::nullopt;
}

void RecordReader::note(UnderstoodParameter& parameter, const store::ReportedResult& result) {
  ++parameter.results;
  if (result.finding == Finding::not_detected || result.qualifier == Qualifier::below) ++parameter.non_detects;
}

std::string RecordReader::sensor_id(const WideColumn& column) const {
  return plant_->plant_id + "-" + column.sensor;
}

RecordReader::Read RecordReader::read_readings(const CsvRecord& record) {
  std::optional<store::LocalTime> time;
  if (auto rejected = read_time(record, time)) return *rejected;
  if (!time) return reject(record, columns_.time[0], "the time is missing");
  store::ReadingRecord readings{mapping_->name, *time, {}};
  for (std::size_t i = 0; i < columns_.wide.size(); ++i) {
    const std::string text = cell(record, columns_.wide[i]);
    if (text.empty()) continue;
    const WideColumn& column = mapping_->columns[i];
    const auto word = column.words.find(text);
    const std::optional<double> number =
        word != column.words.end()
            ? word->second
            : parse_number(text, decimal_mark_of(text) == ',' ? DecimalMark::point_or_comma : DecimalMark::point);
    if (!number) return reject(record, columns_.wide[i], "is not a number");
    UnderstoodParameter& parameter = parameters_.understand(column, std::string(trim((*header_)[*columns_.wide[i]])));
    ++parameter.results;
    const std::optional<double> value = parameter.converted(*number);
    if (!value)
      return reject(record, columns_.wide[i], "is beyond what a 64-bit float can hold in " + parameter.known->unit);
    store::ReportedReading reading{.sensor_id = sensor_id(column), .value = *value};
    if (std::ranges::find(column.bad, *number) != column.bad.end() || (column.low && *number < *column.low) ||
        (column.high && *number > *column.high) || !parameter.fault_of(*number).empty())
      reading.quality = store::Quality::bad;
    if (parameter.conversion && !parameter.conversion->is_identity()) {
      reading.reported_value = *number;
      reading.reported_unit = parameter.converted_from;
    }
    readings.readings.push_back(std::move(reading));
  }
  if (readings.readings.empty()) return reject(record, std::nullopt, "the row has no measurement");
  return readings;
}

std::vector<store::Sensor> RecordReader::sensors() const {
  std::vector<store::Sensor> sensors;
  if (mapping_->kind != store::RecordKind::readings) return sensors;
  for (std::size_t i = 0; i < columns_.wide.size(); ++i) {
    if (!columns_.wide[i]) continue;
    const WideColumn& column = mapping_->columns[i];
    const limits::Parameter* const known = limits::find_parameter(column.parameter);
    sensors.push_back({.sensor_id = sensor_id(column),
                       .plant_id = plant_->plant_id,
                       .parameter = column.parameter,
                       .unit = known != nullptr ? known->unit : column.unit,
                       .simulated = false});
  }
  return sensors;
}

}  // namespace clearwell::intake
