#include "server/intake/record_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <vector>

namespace {

using namespace clearwell;
using intake::RecordReader;

intake::FileMapping mapping(const std::string& decimal_mark) {
  const auto parsed =
      intake::parse_file_mapping(R"({"format_version": 1, "name": "lab", "title": "t", "content": "samples",
    "decimal_mark": ")" + decimal_mark +
                                 R"(", "missing": ["NA"], "units": {"0C": "°C"},
    "time": {"columns": ["at"], "formats": ["%d.%m.%Y"], "zone": "UTC"}, "sample_key": ["id"],
    "rows": {"name": "name", "value": "value", "unit": "unit", "condition": "condition", "limit": "limit",
             "conditions": [{"texts": ["Not Detected"], "finding": "not_detected"}]}})");
  BOOST_REQUIRE_MESSAGE(static_cast<bool>(parsed), (parsed ? "" : parsed.error().message));
  return *parsed;
}

const std::vector<std::string> kHeader = {"id", "at", "name", "value", "unit", "condition", "limit"};

RecordReader::Read read(const intake::FileMapping& kind, const std::vector<std::string>& cells) {
  auto reader = RecordReader::open(kind, kHeader, std::nullopt);
  return reader->read({.line = 2, .cells = cells, .defect = ""});
}
const store::ReportedResult& result_of(const RecordReader::Read& read) {
  return std::get<store::SampleRecord>(read).results.at(0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record_reader)

BOOST_AUTO_TEST_CASE(a_unit_written_otherwise_is_read_and_said) {
  const auto kind = mapping(".");
  const auto read_row = read(kind, {"1", "", "Temperature", "7", "0C", "", ""});
  BOOST_TEST(*result_of(read_row).canonical_value == 7);
  BOOST_TEST(result_of(read_row).remarks == "unit '0C' read as '°C'");
}

BOOST_AUTO_TEST_CASE(either_mark_may_part_decimals) {
  const auto kind = mapping("either");
  const auto value = [&](const char* text) { return *result_of(read(kind, {"1", "", "pH", text, "", "", ""})).value; };
  BOOST_TEST(value("7,2") == 7.2);
  BOOST_TEST(value("7.2") == 7.2);
  BOOST_TEST(value("0,003") == 0.003);
  BOOST_TEST(value("7") == 7);
}

BOOST_AUTO_TEST_CASE(a_value_that_was_not_detected_is_a_limit) {
  const auto kind = mapping(".");
  const auto read_row = read(kind, {"1", "", "Lead", "0.005", "mg/L", "Not Detected", ""});
  BOOST_TEST((result_of(read_row).qualifier == limits::Qualifier::below));
  BOOST_TEST((result_of(read_row).finding == limits::Finding::not_detected));
}

BOOST_AUTO_TEST_CASE(a_condition_that_nobody_knows_is_no_result) {
  const auto kind = mapping(".");
  const auto rejected = std::get<intake::RejectedRow>(read(kind, {"1", "", "Lead", "", "mg/L", "Perhaps", ""}));
  BOOST_TEST(rejected.column == "condition");
  BOOST_TEST(rejected.reason == "is a detection condition that is not known");
}

// Whatever stands in the cells: a result that keeps its text, or a refusal in words.
BOOST_AUTO_TEST_CASE(cells_without_sense_are_survived) {
  const auto kind = mapping("either");
  auto reader = RecordReader::open(kind, kHeader, std::nullopt);
  const std::vector<std::string> pieces = {"",           "<",    ">",    "0",  "1e9",          ".",  ",",    "-",
                                           "mg/L",       "ND",   "as N", "µ",  "pH",           "NA", "Lead", "°C",
                                           "01.02.2026", "\xff", " ",    "\"", "Not Detected", "9"};
  std::mt19937 random(17);
  const auto any = [&] { return pieces[std::uniform_int_distribution<std::size_t>(0, pieces.size() - 1)(random)]; };
  int n_accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    intake::CsvRecord record{.line = 2, .cells = {}, .defect = ""};
    for (std::size_t column = 0; column < kHeader.size(); ++column)
      record.cells.push_back(any() + (i % 3 == 0 ? any() : ""));
    if (i % 2 == 0) record.cells[1] = record.cells[6] = "";
    const RecordReader::Read read = reader->read(record);
    if (const auto* rejected = std::get_if<intake::RejectedRow>(&read)) {
      BOOST_REQUIRE(!rejected->reason.empty());
      continue;
    }
    const store::ReportedResult& result = result_of(read);
    BOOST_REQUIRE((result.value || result.finding != limits::Finding::value));
    BOOST_REQUIRE(!result.result_text.empty());
    ++n_accepted;
  }
  BOOST_TEST(n_accepted > 100);
}

BOOST_AUTO_TEST_SUITE_END()
