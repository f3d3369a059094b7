#pragma once

#include "common/result.hpp"

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace clearwell::intake {

/// What one record may cost. A laboratory's row has some hundred bytes; beyond these bounds a file is damaged (usually
/// by a quote that nobody closed) or hostile.
struct CsvBounds {
  std::size_t cell_bytes = 64 * 1024;
  std::size_t record_bytes = 1024 * 1024;
};

/// One data record.
struct CsvRecord {
  std::size_t line = 0;            ///< physical line on which it starts; the file's first line is 1
  std::vector<std::string> cells;  ///< unquoted, otherwise untouched
  std::string defect;              ///< why the cells cannot be trusted; empty for a sound record

  bool operator==(const CsvRecord&) const = default;
};

/// Reads delimited text record by record, in constant memory: RFC 4180, and what files from spreadsheets and
/// instruments add to it: a UTF-8 byte order mark; CRLF, LF or CR; `,`, `;` or tab, whichever the header line has most
/// of; blanks around a quoted cell; empty lines, which are no records. A record with another number of cells than the
/// header, one beyond the bounds, or one that is not UTF-8, is reported as defective and reading goes on.
class CsvReader {
 public:
  /// Reads the header. Errors: empty, binary or UTF-16 input, a header that is defective itself.
  /// \pre  `input` outlives the reader
  static Result<CsvReader> open(std::istream& input, CsvBounds bounds = {});

  ~CsvReader();
  CsvReader(CsvReader&&) noexcept;
  CsvReader& operator=(CsvReader&&) noexcept;

  const std::vector<std::string>& header() const;
  char delimiter() const;

  /// Fills `record` with the next one. \return false at the end   Error: the rest is binary, or reading failed
  Result<bool> next(CsvRecord& record);

 private:
  class Parser;
  explicit CsvReader(std::unique_ptr<Parser> parser);
  std::unique_ptr<Parser> parser_;
};

}  // namespace clearwell::intake
