#pragma once

#include "server/intake/csv_reader.hpp"

#include <string>
#include <utility>
#include <vector>

namespace clearwell::intake {

/// Records of a file with named columns, one after another.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  virtual const std::vector<std::string>& header() const = 0;
  /// As CsvReader::next.
  virtual Result<bool> next(CsvRecord& record) = 0;
  /// What the file has beside the columns, known at its end.
  virtual std::vector<std::string> unread() const { return {}; }
};

/// The records of delimited text.
class CsvRecordSource : public RecordSource {
 public:
  explicit CsvRecordSource(CsvReader reader) : reader_(std::move(reader)) {}
  const std::vector<std::string>& header() const override { return reader_.header(); }
  Result<bool> next(CsvRecord& record) override { return reader_.next(record); }

 private:
  CsvReader reader_;
};

}  // namespace clearwell::intake
