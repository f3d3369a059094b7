#include "server/intake/csv_reader.hpp"
#include "tests/shared_data.hpp"

#include "common/random/split_mix.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using clearwell::intake::CsvBounds;
using clearwell::intake::CsvReader;
using clearwell::intake::CsvRecord;
namespace bdata = boost::unit_test::data;

using Cells = std::vector<std::string>;

/// A whole file as the reader sees it.
struct Read {
  Cells header;
  std::vector<CsvRecord> records;
  std::string error;
};

Read read_all(std::istream& input, CsvBounds bounds = {}) {
  Read all;
  auto reader = CsvReader::open(input, bounds);
  if (!reader) return {{}, {}, reader.error().message};
  all.header = reader->header();
  CsvRecord record;
  while (true) {
    const auto found = reader->next(record);
    if (!found) all.error = found.error().message;
    if (!found || !*found) return all;
    all.records.push_back(record);
  }
}

Read read_text(const std::string& text, CsvBounds bounds = {}) {
  std::istringstream input(text);
  return read_all(input, bounds);
}

struct Case {
  const char* name;
  std::string text;
  Cells header;
  std::vector<CsvRecord> records;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

const Case kCases[] = {
    {"LF", "a,b\n1,2\n3,4\n", {"a", "b"}, {{2, {"1", "2"}, ""}, {3, {"3", "4"}, ""}}},
    {"CRLF", "a,b\r\n1,2\r\n3,4\r\n", {"a", "b"}, {{2, {"1", "2"}, ""}, {3, {"3", "4"}, ""}}},
    {"CR", "a,b\r1,2\r3,4\r", {"a", "b"}, {{2, {"1", "2"}, ""}, {3, {"3", "4"}, ""}}},
    {"no line end at the end", "a,b\n1,2", {"a", "b"}, {{2, {"1", "2"}, ""}}},
    {"byte order mark",
     "\xEF\xBB\xBF"
     "a,b\n1,2\n",
     {"a", "b"},
     {{2, {"1", "2"}, ""}}},
    {"byte order mark before a quote", "\xEF\xBB\xBF\"a\",b\n1,2\n", {"a", "b"}, {{2, {"1", "2"}, ""}}},
    {"header only", "a,b\n", {"a", "b"}, {}},
    {"semicolons", "a;b\n7,5;2\n", {"a", "b"}, {{2, {"7,5", "2"}, ""}}},
    {"tabs", "a\tb\n1,5\t;\n", {"a", "b"}, {{2, {"1,5", ";"}, ""}}},
    {"delimiter outside quotes", "\"a,b,c\";d\n1;2\n", {"a,b,c", "d"}, {{2, {"1", "2"}, ""}}},
    {"one column", "a\n1\n2\n", {"a"}, {{2, {"1"}, ""}, {3, {"2"}, ""}}},
    {"quoted delimiter", "a,b\n\"1,5\",2\n", {"a", "b"}, {{2, {"1,5", "2"}, ""}}},
    {"doubled quotes", "a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", {"a", "b"}, {{2, {"say \"hi\"", "\""}, ""}}},
    {"line break in quotes", "a,b\n\"x\ny\",2\n3,4\n", {"a", "b"}, {{2, {"x\ny", "2"}, ""}, {4, {"3", "4"}, ""}}},
    {"CRLF in quotes", "a,b\r\n\"x\r\ny\",2\r\n3,4\r\n", {"a", "b"}, {{2, {"x\r\ny", "2"}, ""}, {4, {"3", "4"}, ""}}},
    {"line break in the header", "\"a\nb\",c\n1,2\n", {"a\nb", "c"}, {{3, {"1", "2"}, ""}}},
    {"blanks around quotes", "a,b\n1, \"x,y\" \n", {"a", "b"}, {{2, {"1", "x,y"}, ""}}},
    {"blanks without quotes stay", "a,b\n 1 ,2 \n", {"a", "b"}, {{2, {" 1 ", "2 "}, ""}}},
    {"quote inside a cell", "a,b\n5\" pipe,2\n", {"a", "b"}, {{2, {"5\" pipe", "2"}, ""}}},
    {"empty cells", "a,b\n,\n", {"a", "b"}, {{2, {"", ""}, ""}}},
    {"empty lines are no records", "\n\na,b\n\n1,2\n\n\n", {"a", "b"}, {{5, {"1", "2"}, ""}}},
    {"empty CRLF lines at the end", "a,b\r\n1,2\r\n\r\n\r\n", {"a", "b"}, {{2, {"1", "2"}, ""}}},
    {"a quoted empty cell is a record", "a\n\"\"\n", {"a"}, {{2, {""}, ""}}},
    {"unnamed column", ",b\n1,2\n", {"", "b"}, {{2, {"1", "2"}, ""}}},
    {"too few cells", "a,b\n1\n3,4\n", {"a", "b"}, {{2, {"1"}, "has 1 cell, the header has 2"}, {3, {"3", "4"}, ""}}},
    {"too many cells",
     "a,b\n1,2,3\n3,4\n",
     {"a", "b"},
     {{2, {"1", "2", "3"}, "has 3 cells, the header has 2"}, {3, {"3", "4"}, ""}}},
    {"text after a closing quote",
     "a,b\n\"1\"x,2\n3,4\n",
     {"a", "b"},
     {{2, {"1x", "2"}, "has text after a closing quote"}, {3, {"3", "4"}, ""}}},
};

struct Refused {
  const char* name;
  std::string text;
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.name;
}

using namespace std::string_literals;
const Refused kRefused[] = {
    {"empty", "", "the file is empty"},
    {"only a byte order mark", "\xEF\xBB\xBF", "the file is empty"},
    {"only line ends", "\r\n\r\n", "the file is empty"},
    {"UTF-16, little end first",
     "\xFF\xFE"
     "a\0,\0b\0"s,
     "the file is UTF-16 text, accepted: UTF-8"},
    {"UTF-16, big end first", "\xFE\xFF\0a\0,\0b"s, "the file is UTF-16 text, accepted: UTF-8"},
    {"UTF-16 without a mark", "a\0,\0b\0\n\0"s, "byte 0x00 in line 1: this is a binary file, accepted: UTF-8 text"},
    {"gzip", "\x1F\x8B\x08\0\0"s, "byte 0x1f in line 1: this is a binary file, accepted: UTF-8 text"},
    {"spreadsheet", "PK\x03\x04"s, "byte 0x03 in line 1: this is a binary file, accepted: UTF-8 text"},
    {"NUL in a later line", "a,b\n1,2\n3,\0\n"s, "byte 0x00 in line 3: this is a binary file, accepted: UTF-8 text"},
    {"Latin-1 header", "id,Ars\xE9nico\n1,2\n",
     "the header line is not UTF-8 text: byte 0xe9 in cell 2; a file of Windows or Latin-1 becomes it by iconv -f "
     "WINDOWS-1252 -t UTF-8"},
    {"header never closed", "\"a,b\n1,2\n", "a quoted cell is not closed before the end of the file"},
};

/// Quotes when it must, and by lot when it need not.
std::string write_cell(const std::string& cell, char delimiter, clearwell::random::SplitMix64& random) {
  const bool must = cell.empty() || cell.find_first_of(std::string("\"\r\n \t") + delimiter) != std::string::npos;
  if (!must && random.below(3) != 0) return cell;
  std::string quoted = "\"";
  for (const char letter : cell)
    quoted += letter == '"' ? "\"\"" : std::string(1, letter);
  return quoted + "\"";
}

std::string random_cell(clearwell::random::SplitMix64& random) {
  constexpr std::string_view kLetters[] = {"a", "b", "7", ".", ",", ";", "\t", "\"", "\r", "\n", " ", "<", "é"};
  std::string cell;
  for (std::uint64_t n = random.below(8); n > 0; --n)
    cell += kLetters[random.below(std::size(kLetters))];
  return cell;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_reader)

BOOST_AUTO_TEST_CASE(a_row_of_another_encoding_is_defective_and_reading_goes_on) {
  std::istringstream input("id,place\n1,Perú\n2,Per\xFA\n3,Perú\n");
  auto reader = CsvReader::open(input);
  BOOST_REQUIRE(reader);
  const char* const defects[] = {"",
                                 "is not UTF-8 text: byte 0xfa in cell 2; a file of Windows or Latin-1 becomes it by "
                                 "iconv -f WINDOWS-1252 -t UTF-8",
                                 ""};
  for (const char* defect : defects) {
    CsvRecord record;
    BOOST_TEST_REQUIRE(*reader->next(record));
    BOOST_TEST(record.defect == defect);
  }
}

// Everything behind a stray quote would be one cell, and no count of rows would be true.
BOOST_AUTO_TEST_CASE(a_quote_that_is_never_closed_refuses_the_file) {
  std::istringstream input("a,b\n1,2\n1,\"2\n3,4\n");
  auto reader = CsvReader::open(input);
  BOOST_REQUIRE(reader);
  CsvRecord record;
  BOOST_TEST(*reader->next(record));
  const auto second = reader->next(record);
  BOOST_REQUIRE(!second);
  BOOST_TEST(second.error().message == "a quoted cell is not closed before the end of the file");
  BOOST_TEST(second.error().field == "line 3");
}

BOOST_AUTO_TEST_CASE(a_line_of_delimiters_does_not_fill_the_memory) {
  std::istringstream input("a,b\n" + std::string(5'000'000, ',') + "\n1,2\n");
  auto reader = CsvReader::open(input);
  BOOST_REQUIRE(reader);
  CsvRecord record;
  BOOST_TEST(*reader->next(record));
  BOOST_TEST(record.defect == "is longer than 1048576 bytes");
  BOOST_TEST(record.cells.size() <= 1'048'578U);
  BOOST_TEST(*reader->next(record));
  BOOST_TEST(record.defect.empty());
}

BOOST_DATA_TEST_CASE(files_are_read_as_they_are_written, bdata::make(kCases), c) {
  const Read all = read_text(c.text);
  BOOST_TEST(all.error == "");
  BOOST_TEST(all.header == c.header, boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(all.records.size() == c.records.size());
  for (std::size_t i = 0; i < c.records.size(); ++i) {
    BOOST_TEST(all.records[i].line == c.records[i].line);
    BOOST_TEST(all.records[i].cells == c.records[i].cells, boost::test_tools::per_element());
    BOOST_TEST(all.records[i].defect == c.records[i].defect);
  }
}

BOOST_DATA_TEST_CASE(what_is_no_text_is_refused, bdata::make(kRefused), refused) {
  BOOST_TEST(read_text(refused.text).error == refused.message);
}

BOOST_AUTO_TEST_CASE(a_long_cell_is_cut_and_reported_and_reading_goes_on) {
  const Read all =
      read_text("a,b\n" + std::string(1000, 'x') + ",2\n3,4\n", {.cell_bytes = 100, .record_bytes = 10000});
  BOOST_TEST_REQUIRE(all.records.size() == 2U);
  BOOST_TEST(all.records[0].defect == "has a cell of more than 100 bytes");
  BOOST_TEST(all.records[0].cells[0].size() == 100U);
  BOOST_TEST(all.records[1].defect == "");
}

BOOST_AUTO_TEST_CASE(a_long_record_is_reported_and_reading_goes_on) {
  std::string row;
  for (int i = 0; i < 100; ++i)
    row += "\"0123456789\",";
  const Read all = read_text("a,b\n" + row + "\n3,4\n", {.cell_bytes = 100, .record_bytes = 500});
  BOOST_TEST_REQUIRE(all.records.size() == 2U);
  BOOST_TEST(all.records[0].defect == "is longer than 500 bytes");
  BOOST_TEST(all.records[1].defect == "");
}

BOOST_AUTO_TEST_CASE(line_ends_across_blocks_count_once) {
  std::string text = "a,b\r\n";
  for (int i = 0; i < 60000; ++i)
    text += std::to_string(i) + ",2\r\n";
  const Read all = read_text(text);
  BOOST_TEST_REQUIRE(all.records.size() == 60000U);
  BOOST_TEST(all.records.back().line == 60001U);
  BOOST_TEST(all.records.back().cells[0] == "59999");
}

BOOST_DATA_TEST_CASE(what_is_written_is_read_back, bdata::xrange(300), seed) {
  clearwell::random::SplitMix64 random(static_cast<std::uint64_t>(seed));
  const char delimiter = ",;\t"[random.below(3)];
  const std::string line_end = std::vector<std::string>{"\n", "\r\n", "\r"}[random.below(3)];
  const std::size_t n_columns = 2 + random.below(5);
  std::vector<Cells> rows(1 + random.below(12), Cells(n_columns));
  std::string text = random.below(2) ? "\xEF\xBB\xBF" : "";
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t column = 0; column < n_columns; ++column) {
      // The header decides the delimiter, so its own cells hold none of the three.
      rows[row][column] = row == 0 ? "c" + std::to_string(column) : random_cell(random);
      text += (column ? std::string(1, delimiter) : "") + write_cell(rows[row][column], delimiter, random);
    }
    text += row + 1 == rows.size() && random.below(2) ? "" : line_end;
  }

  const Read all = read_text(text);
  BOOST_TEST(all.error == "");
  BOOST_TEST(all.header == rows[0], boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(all.records.size() == rows.size() - 1);
  for (std::size_t row = 1; row < rows.size(); ++row) {
    BOOST_TEST(all.records[row - 1].defect == "");
    BOOST_TEST(all.records[row - 1].cells == rows[row], boost::test_tools::per_element());
  }
}

BOOST_DATA_TEST_CASE(no_bytes_crash_the_reader, bdata::xrange(300), seed) {
  clearwell::random::SplitMix64 random(static_cast<std::uint64_t>(seed) + 1000);
  constexpr std::string_view kBytes = "a,;\t\"\r\n \xEF\xBB\xBF\xFF\x01";
  std::string text;
  for (std::uint64_t n = random.below(200); n > 0; --n)
    text += kBytes[random.below(kBytes.size())];
  std::size_t cells = 0;
  for (const CsvRecord& record : read_text(text, {.cell_bytes = 8, .record_bytes = 32}).records) {
    BOOST_TEST(record.line >= 1U);
    cells += record.cells.size();
  }
  BOOST_TEST(cells <= text.size() + 1);
}

BOOST_AUTO_TEST_CASE(a_real_header_behind_a_byte_order_mark,
                     *boost::unit_test::precondition(
                         clearwell::tests::SharedData({"hr-attrition/WA_Fn-UseC_-HR-Employee-Attrition.csv"}))) {
  const auto path = clearwell::tests::shared_data("hr-attrition/WA_Fn-UseC_-HR-Employee-Attrition.csv");
  std::ifstream file(path, std::ios::binary);
  const Read all = read_all(file);
  BOOST_TEST_REQUIRE(all.header.size() == 35U);
  BOOST_TEST(all.header.front() == "Age");
  BOOST_TEST(all.header.back() == "YearsWithCurrManager");
  BOOST_TEST(all.records.size() == 1470U);
  for (const CsvRecord& record : all.records)
    BOOST_TEST_REQUIRE(record.defect == "");
}

BOOST_AUTO_TEST_CASE(real_records_with_quoted_line_breaks,
                     *boost::unit_test::precondition(clearwell::tests::SharedData(
                         {"nyc-distribution/Drinking_Water_Quality_Distribution_Monitoring_Data.csv"}))) {
  const auto path =
      clearwell::tests::shared_data("nyc-distribution/Drinking_Water_Quality_Distribution_Monitoring_Data.csv");
  std::ifstream file(path, std::ios::binary);
  const Read all = read_all(file);
  BOOST_TEST(all.records.size() == 23382U);
  for (const CsvRecord& record : all.records)
    BOOST_TEST_REQUIRE(record.defect == "");
}

BOOST_AUTO_TEST_SUITE_END()
