#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::batch {

/// Writes records as RFC 4180 has them, with the delimiter of the file that they came from.
class CsvWriter {
 public:
  CsvWriter(std::ostream& out, char delimiter) : out_(out), delimiter_(delimiter) {}

  void cells(const std::vector<std::string>& cells);
  void cell(std::string_view text);
  void end_record();

 private:
  std::ostream& out_;
  char delimiter_;
  bool first_ = true;
};

}  // namespace clearwell::batch
