#include "server/batch/csv_writer.hpp"

#include <ostream>

namespace clearwell::batch {

void CsvWriter::cells(const std::vector<std::string>& cells) {
  for (const std::string& cell : cells)
    this->cell(cell);
}

void CsvWriter::cell(std::string_view text) {
  if (!first_) out_ << delimiter_;
  first_ = false;
  const std::string special = std::string("\"\r\n") + delimiter_;
  if (text.find_first_of(special) == std::string_view::npos) {
    out_ << text;
    return;
  }
  out_ << '"';
  for (const char c : text)
    (c == '"' ? out_ << "\"\"" : out_ << c);
  out_ << '"';
}

void CsvWriter::end_record() {
  out_ << '\n';
  first_ = true;
}

}  // namespace clearwell::batch
