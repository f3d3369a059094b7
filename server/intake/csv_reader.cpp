#include "server/intake/csv_reader.hpp"

#include "server/intake/csv_source.hpp"
#include "server/intake/utf8.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace clearwell::intake {
namespace {

constexpr int kEnd = CsvSource::kEnd;

bool ends_line(int byte) {
  return byte == '\n' || byte == '\r' || byte == kEnd;
}
bool is_blank(int byte) {
  return byte == ' ' || byte == '\t';
}

// Bytes that no text file's first line holds; archives, spreadsheets and pictures show one of them there.
bool is_binary(int byte) {
  return (byte >= 0 && byte < '\t') || (byte > '\r' && byte < ' ');
}

std::string hex(int byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  return {'0', 'x', kDigits[static_cast<std::size_t>(byte) / 16], kDigits[static_cast<std::size_t>(byte) % 16]};
}

Error binary(int byte, std::size_t line) {
  return Error{
      "byte " + hex(byte) + " in line " + std::to_string(line) + ": this is a binary file, accepted: UTF-8 text",
      "line " + std::to_string(line)};
}

// Takes the byte order mark. UTF-16 is refused here, where its mark says so, not later, where every second byte is NUL.
Result<Ok> take_byte_order_mark(CsvSource& source) {
  const int first = source.peek(0);
  const int second = source.peek(1);
  if ((first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF))
    return Error{"the file is UTF-16 text, accepted: UTF-8", ""};
  if (first == 0xEF && second == 0xBB && source.peek(2) == 0xBF) source.skip(3);
  return Ok{};
}

// Looks over the header line without taking it: the delimiter is what stands there most often outside quotes.
Result<char> find_delimiter(CsvSource& source, std::size_t header_bytes_max) {
  constexpr std::array<char, 3> kDelimiters = {',', ';', '\t'};
  std::array<std::size_t, 3> counts{};
  bool quoted = false;
  for (std::size_t i = 0; i < header_bytes_max; ++i) {
    const int byte = source.peek(i);
    if (byte == kEnd || (ends_line(byte) && !quoted)) break;
    if (is_binary(byte)) return binary(byte, source.line());
    if (byte == '"') quoted = !quoted;
    for (std::size_t d = 0; d < kDelimiters.size(); ++d)
      if (!quoted && byte == kDelimiters[d]) ++counts[d];
  }
  std::size_t most = 0;
  for (std::size_t d = 1; d < counts.size(); ++d)
    if (counts[d] > counts[most]) most = d;
  return kDelimiters[most];
}

}  // namespace

class CsvReader::Parser {
 public:
  Parser(std::istream& input, CsvBounds bounds) : source_(input), bounds_(bounds) {}

  Result<Ok> read_header() {
    if (Result<Ok> mark = take_byte_order_mark(source_); !mark) return mark;
    skip_empty_lines();
    Result<char> delimiter = find_delimiter(source_, bounds_.record_bytes);
    if (!delimiter) return delimiter.error();
    delimiter_ = *delimiter;

    CsvRecord record;
    Result<bool> found = next(record);
    if (!found) return found.error();
    if (!*found) return Error{"the file is empty", ""};
    if (!record.defect.empty()) return Error{"the header line " + record.defect, "line " + std::to_string(record.line)};
    header_ = std::move(record.cells);
    return Ok{};
  }

  Result<bool> next(CsvRecord& record) {
    skip_empty_lines();
    record.line = source_.line();
    record.cells.clear();
    record.defect.clear();
    record_bytes_ = 0;
    if (source_.peek() == kEnd) {
      if (source_.failed()) return Error{"reading failed after line " + std::to_string(record.line), ""};
      return false;
    }
    while (read_cell(record)) {
    }
    if (nul_line_) return binary(0, *nul_line_);
    // All that followed the quote was taken for one cell: no row count of this file would be true.
    if (quote_is_open_)
      return Error{"a quoted cell is not closed before the end of the file", "line " + std::to_string(record.line)};
    if (record.defect.empty()) complain_of_encoding(record);
    if (record.defect.empty() && !header_.empty() && record.cells.size() != header_.size())
      record.defect = "has " + std::to_string(record.cells.size()) + (record.cells.size() == 1 ? " cell" : " cells") +
                      ", the header has " + std::to_string(header_.size());
    return true;
  }

  const std::vector<std::string>& header() const { return header_; }
  char delimiter() const { return delimiter_; }

 private:
  void skip_empty_lines() {
    while (source_.peek() == '\n' || source_.peek() == '\r')
      source_.take();
  }

  /// A column of another encoding would be one that nobody knows, and its cells no texts for the database.
  static void complain_of_encoding(CsvRecord& record) {
    for (std::size_t cell = 0; cell < record.cells.size(); ++cell)
      if (const std::optional<std::size_t> at = find_no_utf8(record.cells[cell])) {
        record.defect = "is not UTF-8 text: byte " + hex(static_cast<std::uint8_t>(record.cells[cell][*at])) +
                        " in cell " + std::to_string(cell + 1) +
                        "; a file of Windows or Latin-1 becomes it by iconv -f WINDOWS-1252 -t UTF-8";
        return;
      }
  }

  // Reads one cell and what ends it. \return whether another cell follows in the record
  bool read_cell(CsvRecord& record) {
    // Beyond the bound cells are read but not kept: a line of delimiters alone must not fill the memory.
    const bool kept = record_bytes_ <= bounds_.record_bytes;
    if (!kept) complain(record, "is longer than " + std::to_string(bounds_.record_bytes) + " bytes");
    std::string dropped;
    std::string& cell = kept ? record.cells.emplace_back() : dropped;
    if (opens_quote()) read_quoted(cell, record);
    while (!ends_line(source_.peek()) && source_.peek() != delimiter_)
      keep(source_.take(), cell, record);
    const int end = source_.take();
    if (end == '\r' && source_.peek() == '\n') source_.take();
    if (end == delimiter_) ++record_bytes_;
    return end == delimiter_;
  }

  // Blanks before an opening quote are the writer's layout: `1, "a, b"` has two cells.
  bool opens_quote() {
    std::size_t blanks = 0;
    while (blanks < bounds_.cell_bytes && is_blank(source_.peek(blanks)) && source_.peek(blanks) != delimiter_)
      ++blanks;
    if (source_.peek(blanks) != '"') return false;
    source_.skip(blanks + 1);
    return true;
  }

  void read_quoted(std::string& cell, CsvRecord& record) {
    while (true) {
      const int byte = source_.take();
      if (byte == kEnd) {
        quote_is_open_ = true;
        return;
      }
      if (byte == '"' && source_.peek() != '"') break;
      if (byte == '"') source_.take();
      keep(byte, cell, record);
    }
    while (is_blank(source_.peek()) && source_.peek() != delimiter_)
      source_.take();
    if (!ends_line(source_.peek()) && source_.peek() != delimiter_) complain(record, "has text after a closing quote");
  }

  // Beyond a bound the bytes are dropped, but counted on, so that the record's end is still found.
  void keep(int byte, std::string& cell, CsvRecord& record) {
    if (byte == 0 && !nul_line_) nul_line_ = source_.line();
    ++record_bytes_;
    if (cell.size() >= bounds_.cell_bytes)
      complain(record, "has a cell of more than " + std::to_string(bounds_.cell_bytes) + " bytes");
    else if (record_bytes_ > bounds_.record_bytes)
      complain(record, "is longer than " + std::to_string(bounds_.record_bytes) + " bytes");
    else
      cell.push_back(static_cast<char>(byte));
  }

  static void complain(CsvRecord& record, std::string what) {
    if (record.defect.empty()) record.defect = std::move(what);
  }

  CsvSource source_;
  CsvBounds bounds_;
  char delimiter_ = ',';
  std::vector<std::string> header_;
  std::size_t record_bytes_ = 0;
  std::optional<std::size_t> nul_line_;
  bool quote_is_open_ = false;
};

CsvReader::CsvReader(std::unique_ptr<Parser> parser) : parser_(std::move(parser)) {}
CsvReader::~CsvReader() = default;
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;

Result<CsvReader> CsvReader::open(std::istream& input, CsvBounds bounds) {
  auto parser = std::make_unique<Parser>(input, bounds);
  if (Result<Ok> header = parser->read_header(); !header) return header.error();
  return CsvReader(std::move(parser));
}

const std::vector<std::string>& CsvReader::header() const {
  return parser_->header();
}
char CsvReader::delimiter() const {
  return parser_->delimiter();
}
Result<bool> CsvReader::next(CsvRecord& record) {
  return parser_->next(record);
}

}  // namespace clearwell::intake
