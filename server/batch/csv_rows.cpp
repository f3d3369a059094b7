#include "server/batch/csv_rows.hpp"

#include "common/limits/substituted_value.hpp"
#include "server/scoring/flags.hpp"
#include "server/scoring/rejection_words.hpp"

#include <cmath>
#include <limits>
#include <span>

namespace clearwell::batch {

CsvRows::CsvRows(intake::CsvReader reader, intake::ColumnMapping mapping, const spec::DatasetSpec& spec)
    : reader_(std::move(reader)),
      mapping_(std::move(mapping)),
      spec_(spec),
      decimal_mark_(intake::decimal_mark_beside(reader_.delimiter())) {}

Result<CsvRows> CsvRows::open(std::istream& input, const spec::DatasetSpec& spec) {
  Result<intake::CsvReader> reader = intake::CsvReader::open(input);
  if (!reader) return reader.error();
  Result<intake::ColumnMapping> mapping = intake::map_columns(reader->header(), spec, intake::LabelColumn::optional);
  if (!mapping) return mapping.error();
  return CsvRows(std::move(reader).value(), std::move(mapping).value(), spec);
}

Result<bool> CsvRows::next(intake::CsvRecord& record, std::vector<float>& rows,
                           std::vector<scoring::UnknownCategory>& unknown) {
  Result<bool> more = reader_.next(record);
  if (!more || !*more) return more;
  const std::string line = "line " + std::to_string(record.line);
  if (!record.defect.empty()) return Error{line + ": the row " + record.defect, line};
  const std::size_t row = rows.size() / spec_.features.size();
  for (std::size_t feature = 0; feature < spec_.features.size(); ++feature) {
    const Result<float> value = value_of(record, feature, row, unknown);
    if (!value) return value.error();
    rows.push_back(*value);
  }
  return true;
}

/// NaN where nothing was measured; of a bound what it counts as in training.
Result<float> CsvRows::value_of(const intake::CsvRecord& record, std::size_t feature, std::size_t row,
                                std::vector<scoring::UnknownCategory>& unknown) const {
  const std::size_t column = mapping_.feature_columns[feature];
  const std::string_view cell = intake::trim(record.cells[column]);
  if (intake::is_missing(cell, spec_.missing_markers)) return std::numeric_limits<float>::quiet_NaN();
  if (!spec_.features[feature].is_number()) return scoring::category_or_gap(cell, row, feature, spec_, unknown);
  if (const auto measured = intake::parse_measured_value(cell, decimal_mark_)) {
    const double value = limits::substituted_value(*measured);
    if (std::abs(value) <= double{std::numeric_limits<float>::max()}) return static_cast<float>(value);
  }
  const std::string where =
      "line " + std::to_string(record.line) + ", column " + std::string(intake::trim(header()[column]));
  return Error{where + ": '" + std::string(cell.substr(0, 200)) + "' is not a number that a 32-bit float can hold",
               where};
}

Result<scoring::ScoreRequest> read_csv_request(std::istream& input, const spec::DatasetSpec& spec) {
  Result<CsvRows> csv = CsvRows::open(input, spec);
  if (!csv) return csv.error();
  scoring::ScoreRequest request;
  request.rows_field = "row";
  intake::CsvRecord record;
  for (;;) {
    const Result<bool> more = csv->next(record, request.rows, request.unknown_categories);
    if (!more) return more.error();
    if (!*more) break;
    const std::string line = "line " + std::to_string(record.line);
    if (request.n_rows == scoring::kMaxRows)
      return Error{line + ": at most " + std::to_string(scoring::kMaxRows) + " rows are accepted in one request", line};
    if (scoring::nothing_measured(std::span<const float>(request.rows).last(spec.features.size())))
      return Error{line + ": " + scoring::nothing_measured_message(spec), line};
    ++request.n_rows;
  }
  if (request.n_rows == 0) return Error{"the text has a header and no rows", ""};
  return request;
}

}  // namespace clearwell::batch
