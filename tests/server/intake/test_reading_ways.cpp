// Readings come in two ways, as a plant's file and over the network. The same rows must come to the same, whichever
// way: what is stored, what is a duplicate, what is in conflict, and which hours are to be rolled up.
#include "server/intake/reading_intake.hpp"
#include "server/store/reading_conflicts.hpp"
#include "tests/plant_named.hpp"
#include "tests/server/intake/mapped_files.hpp"
#include "tests/temporary_folder.hpp"

#include <array>
#include <memory>
#include <vector>

namespace {

using namespace clearwell;

constexpr const char* kNoCell = "";

/// What four instruments showed at 2026-03-01 12:00 and so many minutes: a text of the number, `bad` behind it where
/// the instrument was out of order, or nothing.
struct Row {
  int minute = 0;
  std::array<std::string, 4> cells = {};
};

struct Instrument {
  const char* name;
  const char* parameter;
  const char* unit;  ///< as it shows it
  const char* columns_unit;
  const char* columns_more;
};
// 999 is what they show when they are out of order.
constexpr std::array<Instrument, 4> kInstruments = {
    {{"temp", "temperature", "°F", "°F", R"("bad": [999])"},
     {"cl", "free_chlorine", "mg/L", "mg/L", R"("bad": [999])"},
     {"no3", "nitrate", "mg/L N", "mg/L", R"("basis": "N", "bad": [999])"},
     {"pump", "pump_speed", "rpm", "rpm", R"("bad": [999])"}}};

/// The plant `file` has its readings from files, the plant `net` the same from the network.
struct Ways : tests::MappedFiles {
  Ways() {
    mapping_file = (folder.path() / "mapping.json").string();
    std::ofstream mapping(mapping_file);
    mapping << R"({"format_version": 1, "name": "ways", "title": "t", "content": "readings",
      "time": {"columns": ["at"], "formats": ["%Y-%m-%d %H:%M"], "zone": "UTC"}, "columns": [)";
    for (const Instrument& each : kInstruments)
      mapping << (&each == kInstruments.data() ? "" : ", ") << R"({"column": ")" << each.name << R"(", "sensor": ")"
              << each.name << R"(", "parameter": ")" << each.parameter << R"(", "unit": ")" << each.columns_unit
              << R"(", )" << each.columns_more << "}";
    mapping << "]}";
    mapping.close();
    store::Transaction transaction = database.begin();
    for (const char* plant : {"file", "net"})
      store::add_plant(transaction, tests::plant_named(plant));
    transaction.commit();
    import({});  // the first file brings its sensors along
    store::Transaction sensors = database.begin();
    sensors.run(
        "INSERT INTO water.sensors SELECT replace(sensor_id, 'file-', 'net-'), 'net', parameter, unit, simulated FROM "
        "water.sensors");
    sensors.commit();
  }

  static std::string time(int minute) {
    return "2026-03-01 " + std::to_string(12 + minute / 60) + ":" + (minute % 60 < 10 ? "0" : "") +
           std::to_string(minute % 60);
  }

  /// What became of rows, or of readings: accepted, duplicates, conflicts, refused for themselves.
  using Counts = std::array<std::int64_t, 4>;

  Counts import(const std::vector<Row>& rows, const std::string& plant = "file") {
    std::string text = "at,temp,cl,no3,pump\n";
    for (const Row& row : rows) {
      text += time(row.minute);
      for (const std::string& cell : row.cells)
        text += "," + cell.substr(0, cell.find(' '));
      text += "\n";
    }
    if (rows.empty()) text += "2026-02-01 00:00,,,,\n";  // of which nothing is taken
    report = import_text(text, "readings.csv", plant).value();
    return {report.accepted, report.duplicates, report.conflicts, report.rejected - report.conflicts};
  }

  Counts send(const std::vector<Row>& rows, const std::string& plant = "net") {
    std::string body;
    for (const Row& row : rows)
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (row.cells[i].empty()) continue;
        const std::string number = row.cells[i].substr(0, row.cells[i].find(' '));
        const std::string quality = row.cells[i].ends_with(" bad") ? "bad" : "good";
        body += (body.empty() ? "[" : ",") + std::string(R"({"sensor_id":")") + plant + "-" + kInstruments[i].name +
                R"(","read_at":")" + time(row.minute).replace(10, 1, "T") + R"(:00Z","value":)" + number +
                R"(,"unit":")" + kInstruments[i].unit + R"(","quality":")" + quality + R"("})";
      }
    const auto request = intake::read_readings(body + "]", intake::ReadingForm::plain);
    auto answer = readings.take(std::get<intake::ReadingRequest>(request), {{"plant", "meter", 7}, {}});
    taken = std::get<intake::TakenReadings>(std::move(answer));
    return taken.counts;
  }

  /// Imports the rows for one plant and sends them for the other.
  void both(const std::vector<Row>& rows, const Counts& rows_of_file, const Counts& readings_sent) {
    BOOST_TEST(import(rows) == rows_of_file, boost::test_tools::per_element());
    BOOST_TEST(send(rows) == readings_sent, boost::test_tools::per_element());
    compare();
  }

  void compare() {
    BOOST_TEST(stored("file") == stored("net"));
    BOOST_TEST(conflicts("file") == conflicts("net"));
    BOOST_TEST(stale_hours("file") == stale_hours("net"));
  }

  std::string stored(const std::string& plant) {
    return text_of(
        "SELECT string_agg(concat_ws('|', split_part(sensor_id, '-', 2), to_char(read_at, 'HH24:MI:SS.US'), value, "
        "quality, coalesce(reported_value::text, '-'), coalesce(reported_unit, '-')), E'\\n' ORDER BY sensor_id, "
        "read_at) "
        "FROM water.readings WHERE sensor_id LIKE '" +
        plant + "-%'");
  }
  std::string conflicts(const std::string& plant) {
    return text_of(
        "SELECT string_agg(concat_ws('|', split_part(sensor_id, '-', 2), to_char(read_at, 'HH24:MI:SS.US'), value, "
        "quality, coalesce(reported_value::text, '-'), coalesce(reported_unit, '-')), E'\\n' ORDER BY sensor_id, "
        "read_at, value, quality) FROM water.reading_conflicts WHERE sensor_id LIKE '" +
        plant + "-%'");
  }
  std::string stale_hours(const std::string& plant) {
    return text_of(
        "SELECT string_agg(DISTINCT concat_ws('|', split_part(sensor_id, '-', 2), hour), ', ') FROM "
        "water.stale_reading_hours WHERE sensor_id LIKE '" +
        plant + "-%'");
  }

  tests::TemporaryFolder folder;
  intake::ReadingIntake readings{std::shared_ptr<store::Database>(std::shared_ptr<void>(), &database)};
  intake::ImportReport report;
  intake::TakenReadings taken;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(reading_ways, Ways)

BOOST_AUTO_TEST_CASE(new_readings_are_stored_with_what_was_reported_and_known_ones_are_duplicates) {
  const std::vector<Row> rows = {{0, {"50", "0.4", "2", "1450"}}, {75, {"51.5", "0.5", kNoCell, "1e3"}}};
  both(rows, {2, 0, 0, 0}, {7, 0, 0, 0});
  BOOST_TEST(stored("file").starts_with("cl|12:00:00.000000|0.4|good|-|-\ncl|13:15:00.000000|0.5|good|-|-\n"
                                        "no3|12:00:00.000000|8.85"),
             stored("file"));
  BOOST_TEST(stored("file").ends_with("pump|13:15:00.000000|1000|good|-|-\ntemp|12:00:00.000000|10|good|50|°F\n"
                                      "temp|13:15:00.000000|10.833333333333334|good|51.5|°F"),
             stored("file"));
  both(rows, {0, 2, 0, 0}, {0, 7, 0, 0});
  BOOST_TEST(import(rows, "net") == (Counts{0, 2, 0, 0}), boost::test_tools::per_element());
  BOOST_TEST(send(rows, "file") == (Counts{0, 7, 0, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_reading_in_conflict_is_kept_beside_and_holds_up_no_other) {
  both({{0, {"50", "0.4", "2", "1450"}}}, {1, 0, 0, 0}, {4, 0, 0, 0});
  const std::vector<Row> other = {{0, {"59", "0.4", "3", "1450"}}, {1, {"50", "0.4", "2", "1450"}}};
  for (int time = 0; time < 2; ++time)
    both(other, {time == 0 ? 1 : 0, time, 1, 0}, {time == 0 ? 4 : 0, time == 0 ? 2 : 6, 2, 0});
  BOOST_TEST(conflicts("file").ends_with("\ntemp|12:00:00.000000|15|good|59|°F"), conflicts("file"));
  BOOST_TEST_REQUIRE(report.errors.size() == 1U);
  BOOST_TEST(report.errors[0].line == 2U);
  BOOST_TEST(report.errors[0].column == "file-temp at 2026-03-01T12:00:00Z");
  BOOST_TEST(report.errors[0].value == "15");
  BOOST_TEST(report.errors[0].reason == "contradicts '10', stored; kept beside it until somebody decides");
  BOOST_TEST(text_of("SELECT string_agg(concat_ws('|', source, source_line), ', ' ORDER BY sensor_id) FROM "
                     "water.reading_conflicts") == "readings.csv|2, readings.csv|2, meter|0, meter|0");
}

BOOST_AUTO_TEST_CASE(a_new_reading_beside_one_in_conflict_is_stored) {
  both({{0, {"50", kNoCell, kNoCell, kNoCell}}}, {1, 0, 0, 0}, {1, 0, 0, 0});
  both({{0, {"59", "0.4", "2", "1450"}}}, {0, 0, 1, 0}, {3, 0, 1, 0});
  BOOST_TEST(count("water.readings WHERE sensor_id LIKE 'file-%'") == 4);
}

BOOST_AUTO_TEST_CASE(of_several_readings_of_a_moment_the_first_counts) {
  both({{0, {"50", kNoCell, kNoCell, kNoCell}},
        {0, {kNoCell, "50", kNoCell, kNoCell}},  // another instrument, the same number
        {0, {"50", "50", kNoCell, kNoCell}},
        {0, {"59", kNoCell, kNoCell, "3"}}},
       {2, 1, 1, 0}, {3, 2, 1, 0});
  BOOST_TEST(stored("file") ==
             "cl|12:00:00.000000|50|good|-|-\npump|12:00:00.000000|3|good|-|-\n"
             "temp|12:00:00.000000|10|good|50|°F");
}

BOOST_AUTO_TEST_CASE(the_same_value_of_another_quality_is_in_conflict) {
  // What the pump showed was good when it was sent; the file says that it was out of order.
  for (const char* plant : {"file", "net"})
    BOOST_TEST(send({{0, {kNoCell, kNoCell, kNoCell, "999"}}}, plant) == (Counts{1, 0, 0, 0}),
               boost::test_tools::per_element());
  both({{0, {kNoCell, kNoCell, kNoCell, "999 bad"}}}, {0, 0, 1, 0}, {0, 0, 1, 0});
  BOOST_TEST(conflicts("file") == "pump|12:00:00.000000|999|bad|-|-");
  BOOST_TEST_REQUIRE(report.errors.size() == 1U);
  BOOST_TEST(report.errors[0].value == "999 (bad)");
  BOOST_TEST(report.errors[0].reason == "contradicts '999 (good)', stored; kept beside it until somebody decides");
}

BOOST_AUTO_TEST_CASE(a_decision_takes_what_was_reported_along) {
  both({{0, {"50", kNoCell, kNoCell, kNoCell}}}, {1, 0, 0, 0}, {1, 0, 0, 0});
  both({{0, {"59", kNoCell, kNoCell, kNoCell}}}, {0, 0, 1, 0}, {0, 0, 1, 0});
  const store::ReadingConflicts undecided(database);
  for (const store::ReadingConflict& each : undecided.list({}, 9))
    static_cast<void>(
        undecided.decide(each.conflict_id, store::ConflictDecision::kNew, "calibrated", {"lab", "Ana", 1}));
  compare();
  BOOST_TEST(stored("file") == "temp|12:00:00.000000|15|good|59|°F");
  both({{0, {"59", kNoCell, kNoCell, kNoCell}}}, {0, 1, 0, 0}, {0, 1, 0, 0});
}

// A file has nobody to answer to and keeps what its instrument showed, marked; who sends is told. Neither stores it as
// good.
BOOST_AUTO_TEST_CASE(a_value_that_water_cannot_have_is_never_stored_as_good) {
  const std::vector<Row> hot = {{0, {"500", "0.4", kNoCell, kNoCell}}};
  BOOST_TEST(import(hot) == (Counts{1, 0, 0, 0}), boost::test_tools::per_element());
  BOOST_TEST(send(hot) == (Counts{1, 0, 0, 1}), boost::test_tools::per_element());
  BOOST_TEST(taken.rejected[0].code == "impossible_value");
  BOOST_TEST(send({{0, {"500 bad", kNoCell, kNoCell, kNoCell}}}) == (Counts{1, 0, 0, 0}),
             boost::test_tools::per_element());
  compare();
  BOOST_TEST(stored("file") == "cl|12:00:00.000000|0.4|good|-|-\ntemp|12:00:00.000000|260|bad|500|°F");
}

BOOST_AUTO_TEST_CASE(a_value_that_no_double_holds_in_the_sensors_unit_is_refused) {
  both({{0, {kNoCell, kNoCell, "1e308", kNoCell}}}, {0, 0, 0, 1}, {0, 0, 0, 1});
  BOOST_TEST(report.errors[0].reason == "is beyond what a 64-bit float can hold in mg/L NO3");
  BOOST_TEST(taken.rejected[0].message == "value is beyond what a 64-bit float can hold in mg/L NO3");
  BOOST_TEST(stored("file").empty());
}

BOOST_AUTO_TEST_CASE(a_file_is_refused_whose_sensor_is_there_with_another_meaning) {
  const auto refusal = [&](const std::string& change) {
    store::Transaction transaction = database.begin();
    transaction.run("UPDATE water.sensors SET " + change + " WHERE sensor_id = 'file-pump'");
    transaction.commit();
    const auto refused = import_text("at,temp,cl,no3,pump\n2026-03-01 12:00,50,,,3\n", "readings.csv", "file");
    return refused ? "" : refused.error().message;
  };
  const std::string refused =
      "there is a sensor \"file-pump\" already, of another plant, parameter or unit than in this file";
  BOOST_TEST(refusal("unit = 'Hz'") == refused);
  BOOST_TEST(refusal("unit = 'rpm', parameter = 'flow'") == refused);
  BOOST_TEST(refusal("parameter = 'pump_speed', plant_id = 'net'") == refused);
  BOOST_TEST(stored("file").empty());
  BOOST_TEST(refusal("plant_id = 'file'").empty());
}

BOOST_AUTO_TEST_CASE(a_file_is_one_entry_of_the_audit_trail) {
  const std::int64_t before = count("ops.audit_entries");
  import({{0, { "50", "0.4", "2", "1450" }}, { 1, { "50", "0.4", "2", "1450" } }});
  BOOST_TEST(count("ops.audit_entries") == before + 1);
  BOOST_TEST(text_of("SELECT action FROM ops.audit_entries ORDER BY entry_id DESC LIMIT 1") == "file.imported");
}

// More than are stored at a time, so that the first and the second of a moment are far apart.
BOOST_AUTO_TEST_CASE(a_long_file_is_one_file) {
  std::vector<Row> rows;
  for (int i = 0; i < 60'000; ++i)
    rows.push_back({i % 700, {std::to_string(i % 700), i < 50'000 ? "0.4" : "0.5", kNoCell, kNoCell}});
  BOOST_TEST(import(rows) == (Counts{700, 49'300, 10'000, 0}), boost::test_tools::per_element());
  BOOST_TEST(count("water.readings WHERE sensor_id LIKE 'file-%'") == 1400);
  BOOST_TEST(count("water.reading_conflicts") == 700);
  BOOST_TEST(report.errors.size() == intake::ImportReport::kErrorsKept);
  BOOST_TEST(report.errors.front().line == 50'002U);
}

BOOST_AUTO_TEST_SUITE_END()
