#pragma once

#include "server/intake/column_finder.hpp"
#include "server/intake/csv_reader.hpp"
#include "server/intake/parameter_reader.hpp"
#include "server/intake/rejected_row.hpp"
#include "server/store/record_writer.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace clearwell::intake {

/// Reads the records of one file by its mapping. Pure: the same record gives the same answer.
class RecordReader {
 public:
  using Read = std::variant<store::SampleRecord, store::ReadingRecord, store::NewSamplingPoint, RejectedRow>;

  /// Errors: the header lacks a column that the mapping cannot do without; readings of no plant.
  /// \pre  `mapping` and `header` outlive the reader
  static Result<RecordReader> open(const FileMapping& mapping, const std::vector<std::string>& header,
                                   std::optional<store::Plant> plant);

  Read read(const CsvRecord& record);

  /// Sensors that readings are of.
  std::vector<store::Sensor> sensors() const;
  std::vector<UnderstoodParameter> understood() const { return parameters_.understood(); }
  std::vector<std::string> unused_columns() const { return unused_columns_; }
  const std::string& time_column() const { return time_column_; }

 private:
  using Place = std::optional<std::size_t>;
  struct Columns {
    std::vector<Place> time;
    Place zone;
    std::vector<Place> sample_key;
    Place laboratory;
    Place stated_verdict;
    std::vector<Place> point_key;
    Place point_name, point_site, latitude, longitude;
    Place name, value, unit, basis, fraction, condition, limit, limit_unit, status, result_verdict, medium;
    std::vector<Place> result_key;
    std::vector<Place> wide;
  };

  RecordReader(const FileMapping& mapping, const std::vector<std::string>& header, std::optional<store::Plant> plant);
  void find_columns();
  Result<Ok> check_columns() const;

  std::string cell(const CsvRecord& record, Place place) const;
  std::string joined(const CsvRecord& record, const std::vector<Place>& places) const;
  RejectedRow reject(const CsvRecord& record, Place place, std::string reason) const;

  std::optional<RejectedRow> read_time(const CsvRecord& record, std::optional<store::LocalTime>& time) const;
  std::optional<RejectedRow> read_point(const CsvRecord& record, store::NewSamplingPoint& point) const;
  std::optional<RejectedRow> read_coordinate(const CsvRecord& record, Place place, double limit,
                                             std::optional<double>& coordinate) const;
  Read read_sample(const CsvRecord& record);
  Read read_readings(const CsvRecord& record);
  std::optional<RejectedRow> read_row_result(const CsvRecord& record, store::SampleRecord& sample);
  std::optional<RejectedRow> read_wide_results(const CsvRecord& record, store::SampleRecord& sample);
  std::optional<RejectedRow> read_value(const CsvRecord& record, Place place, UnderstoodParameter& parameter,
                                        store::ReportedResult& result) const;
  std::optional<RejectedRow> apply_condition(const CsvRecord& record, const UnderstoodParameter& parameter,
                                             store::ReportedResult& result) const;
  std::optional<RejectedRow> read_limit(const CsvRecord& record, store::ReportedResult& result) const;
  static void note(UnderstoodParameter& parameter, const store::ReportedResult& result);
  char decimal_mark_of(std::string_view text) const;
  std::string sensor_id(const WideColumn& column) const;

  const FileMapping* mapping_;
  const std::vector<std::string>* header_;
  std::optional<store::Plant> plant_;
  Columns columns_;
  ParameterReader parameters_;
  std::vector<std::string> unused_columns_;
  std::string time_column_;
};

}  // namespace clearwell::intake
