#pragma once

#include "common/result.hpp"
#include "server/intake/column_mapping.hpp"
#include "server/intake/csv_reader.hpp"
#include "server/intake/number_text.hpp"
#include "server/scoring/score_request.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace clearwell::batch {

/// The rows of a CSV text as a model scores them: columns by name or alias and bounds (`<0.01`) as at import, other
/// columns are left alone, in constant memory.
class CsvRows {
 public:
  /// Reads the header. Errors: it is none, or lacks a feature. \pre  `input` and `spec` outlive the rows
  static Result<CsvRows> open(std::istream& input, const spec::DatasetSpec& spec);

  const std::vector<std::string>& header() const { return reader_.header(); }
  char delimiter() const { return reader_.delimiter(); }

  /// Reads the next record and appends its measurements to `rows`, NaN where not measured, and to `unknown` the texts
  /// that are no category of theirs. \return false at the end
  /// Errors name line and column: a damaged record, a cell that is no number.
  Result<bool> next(intake::CsvRecord& record, std::vector<float>& rows,
                    std::vector<scoring::UnknownCategory>& unknown);

 private:
  Result<float> value_of(const intake::CsvRecord& record, std::size_t feature, std::size_t row,
                         std::vector<scoring::UnknownCategory>& unknown) const;
  CsvRows(intake::CsvReader reader, intake::ColumnMapping mapping, const spec::DatasetSpec& spec);

  intake::CsvReader reader_;
  intake::ColumnMapping mapping_;
  const spec::DatasetSpec& spec_;
  intake::DecimalMark decimal_mark_;
};

/// A whole CSV text as one request, with the bounds of one.
Result<scoring::ScoreRequest> read_csv_request(std::istream& input, const spec::DatasetSpec& spec);

}  // namespace clearwell::batch
