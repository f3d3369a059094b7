#include "server/base/spec_files.hpp"
#include "server/intake/spec_importer.hpp"
#include "server/store/water_store.hpp"
#include "tests/server/intake/empty_water.hpp"
#include "tests/server/intake/lake_spec.hpp"
#include "tests/shared_data.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <fstream>
#include <ostream>
#include <sstream>

namespace {

using namespace clearwell;
using intake::ImportOptions;
using intake::ImportReport;
namespace bdata = boost::unit_test::data;
using namespace std::string_literals;

struct Lake : tests::EmptyWater {
  Result<ImportReport> import(
      const std::string& text,
      const ImportOptions& options = {.source = "lake.csv", .plant_id = {}, .positive = {}, .negative = {}},
      const spec::DatasetSpec& spec = tests::lake_spec()) {
    std::istringstream input(text);
    Result<intake::CsvReader> reader = intake::CsvReader::open(input);
    if (!reader) return reader.error();
    return intake::import_csv(*reader, spec, options, database);
  }
  Result<ImportReport> import_dated(const std::string& text) {
    return import(text, {.source = "lake.csv", .plant_id = {}, .positive = {}, .negative = {}},
                  tests::dated_lake_spec());
  }

  void save_plant(const std::string& plant_id) {
    store::Plant plant;
    plant.plant_id = plant_id;
    plant.name = plant_id;
    plant.jurisdiction = "AR";
    store::Transaction transaction = database.begin();
    store::save_plant(transaction, plant);
    transaction.commit();
  }
};

void check_counts(const ImportReport& report, std::int64_t accepted, std::int64_t rejected, std::int64_t duplicates) {
  BOOST_TEST(report.accepted == accepted);
  BOOST_TEST(report.rejected == rejected);
  BOOST_TEST(report.duplicates == duplicates);
  BOOST_TEST(report.accepted + report.rejected + report.duplicates == report.rows);
}

struct Refused {
  const char* text;
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.message;
}

const Refused kRefused[] = {
    {"", "the file is empty"},
    {"ph,clarity_m,safe\n", "the file has a header but no data row"},
    {"ph,clarity_m\n7,3\n", "missing columns of 'lake': safe (accepted: safe, Safe_to_swim); found: ph, clarity_m"},
    {"\x1F\x8B", "byte 0x1f in line 1: this is a binary file, accepted: UTF-8 text"},
    {"\xFF\xFEp", "the file is UTF-16 text, accepted: UTF-8"},
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(spec_importer, Lake)

// Else the next reading of all samples would be planned for an empty table.
BOOST_AUTO_TEST_CASE(the_planner_knows_what_came_in) {
  const std::string rows_known =
      "SELECT reltuples FROM pg_class WHERE oid IN ('water.samples'::regclass, 'water.sample_results'::regclass)";
  store::Transaction emptied = database.begin();
  emptied.run_script("ANALYZE water.samples, water.sample_results");
  emptied.commit();
  BOOST_TEST(database.begin().run(rows_known).number(0, 0) == 0);
  BOOST_REQUIRE(import("ph,clarity_m,safe\n7.1,3,1\n7.2,4,0\n"));
  const store::Rows known = database.begin().run(rows_known + " ORDER BY reltuples");
  BOOST_TEST(known.number(0, 0) == 2);
  BOOST_TEST(known.number(1, 0) == 4);
}

BOOST_AUTO_TEST_CASE(rows_become_samples_with_results) {
  const auto report = import("ph,clarity_m,safe\n7.10,3,1\n,4.5,0\n");
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  check_counts(*report, 2, 0, 0);
  const auto rows = database.begin().run(
      "SELECT s.label, s.source, s.source_row, s.simulated, s.plant_id, r.parameter, r.value, r.qualifier, r.unit, "
      "r.result_text "
      "FROM water.samples s JOIN water.sample_results r USING (sample_id) WHERE s.model = 'lake' ORDER BY source_row, "
      "parameter");
  BOOST_TEST_REQUIRE(rows.size() == 3U);
  BOOST_TEST(rows.boolean(0, 0));
  BOOST_TEST(rows.text(0, 1) == "lake.csv");
  BOOST_TEST(rows.integer(0, 2) == 0);
  BOOST_TEST(!rows.boolean(0, 3));
  BOOST_TEST(rows.is_null(0, 4));
  BOOST_TEST(rows.text(0, 5) == "ph");
  BOOST_TEST(rows.number(0, 6) == 7.1);
  BOOST_TEST(rows.text(0, 7) == "=");
  BOOST_TEST(rows.text(0, 9) == "7.10");
  BOOST_TEST(rows.text(1, 5) == "secchi_depth");
  BOOST_TEST(rows.text(1, 8) == "m");
  BOOST_TEST(!rows.boolean(2, 0));
  BOOST_TEST(rows.integer(2, 2) == 1);
}

BOOST_AUTO_TEST_CASE(the_wide_view_has_one_column_a_feature) {
  BOOST_TEST_REQUIRE(static_cast<bool>(import("ph,clarity_m,safe\n7,3,1\n,4.5,0\n")));
  const auto rows = database.begin().run(
      "SELECT ph, clarity_m, label, plant_id, sampled_at, simulated FROM water.lake ORDER BY sample_id");
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows.number(0, 0) == 7.0);
  BOOST_TEST(rows.number(0, 1) == 3.0);
  BOOST_TEST(rows.boolean(0, 2));
  BOOST_TEST(rows.is_null(1, 0));
  BOOST_TEST(!rows.boolean(1, 5));
}

BOOST_AUTO_TEST_CASE(a_regression_s_label_is_a_number_in_its_plausible_range) {
  spec::DatasetSpec spec = tests::lake_spec();
  spec.task = spec::Task::regression;
  spec.label = {};
  spec.label.name = "level";
  spec.label.plausible = {0, 30};
  const auto report = import("ph,clarity_m,level\n7,3,12.25\n7,3,12.5\n7,3,12.25\n7,3,31\n7,3,high\n7,3,\n", {}, spec);
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  check_counts(*report, 2, 3, 1);
  const char* const reasons[] = {"is outside the plausible range 0 to 30", "is not a number", "the label is missing"};
  for (std::size_t error = 0; error < 3; ++error) {
    BOOST_TEST(report->errors[error].column == "level");
    BOOST_TEST(report->errors[error].reason == reasons[error]);
  }
  const auto rows = database.begin().run("SELECT label, label_value, labelled FROM water.samples ORDER BY sample_id");
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows.is_null(0, 0));
  BOOST_TEST(rows.number(0, 1) == 12.25);
  BOOST_TEST(rows.boolean(1, 2));

  intake::ImportOptions options;
  options.positive = {"1"};
  const auto refused = import("ph,clarity_m,level\n7,3,12\n", options, spec);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message ==
             "the label of the spec lake is a number (level): no text of it stands for a class");
  BOOST_TEST(refused.error().field == "positive");
}

// The text is kept, not its place in a list that the next spec may order otherwise.
BOOST_AUTO_TEST_CASE(a_category_is_stored_as_its_text) {
  spec::DatasetSpec spec = tests::lake_spec();
  spec.features[1].type = spec::FeatureType::categorical;
  spec.features[1].unit = "";
  spec.features[1].categories = {{"Sand", {}}, {"Rock", {}}};
  const char* const file = "pH,Secchi,safe\n7,rock,1\n7,SAND,0\n7,Rock,1\n7,mud,1\n7,,1\n";
  const ImportOptions options{.source = "lake.csv", .plant_id = {}, .positive = {}, .negative = {}};
  const auto report = import(file, options, spec);
  BOOST_REQUIRE(report);
  check_counts(*report, 3, 1, 1);
  BOOST_REQUIRE(report->errors.size() == 1);
  BOOST_TEST(report->errors[0].reason == "is no category of clarity_m: Sand, Rock");
  store::Transaction transaction = database.begin();
  const store::Rows stored = transaction.run(
      "SELECT finding, value, result_text FROM water.sample_results WHERE parameter = 'secchi_depth' ORDER BY "
      "sample_id");
  BOOST_REQUIRE(stored.size() == 2);
  BOOST_TEST(stored.text(0, 0) == "category");
  BOOST_TEST(stored.is_null(0, 1));
  BOOST_TEST(stored.text(0, 2) == "Rock");
  BOOST_TEST(stored.text(1, 2) == "Sand");
  const store::Rows wide = transaction.run("SELECT ph, clarity_m FROM water.lake ORDER BY sample_id");
  BOOST_TEST(wide.number(0, 0) == 7);
  BOOST_TEST(wide.text(0, 1) == "Rock");
  BOOST_TEST(wide.is_null(2, 1));
}

BOOST_AUTO_TEST_CASE(a_rejected_row_costs_only_itself_and_keeps_its_number) {
  const auto report = import("ph,clarity_m,safe\n7,3,1\n99,3,1\n7\n\n8,3,maybe\n8,4,0\n");
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  BOOST_TEST(report->rows == 5);
  check_counts(*report, 2, 3, 0);
  BOOST_TEST_REQUIRE(report->errors.size() == 3U);
  BOOST_TEST((report->errors[0] == intake::RejectedRow{3, "ph", "99", "is outside the plausible range 0 to 14"}));
  BOOST_TEST((report->errors[1] == intake::RejectedRow{4, "", "", "the row has 1 cell, the header has 3"}));
  BOOST_TEST((report->errors[2] ==
              intake::RejectedRow{6, "safe", "maybe", "is none of the labels; positive: '1'; negative: '0'"}));
  BOOST_TEST(count("water.samples WHERE source_row = 4") == 1);
  BOOST_TEST(count("water.samples") == 2);
}

BOOST_AUTO_TEST_CASE(the_same_content_comes_in_once) {
  const std::string text = "ph,clarity_m,safe\n7.1,3,1\n8,4,0\n7.10,3.0,1\n";
  const auto first = import(text);
  BOOST_TEST_REQUIRE(static_cast<bool>(first));
  check_counts(*first, 2, 0, 1);  // 7.10 is 7.1
  const auto second = import("safe;ph;Secchi\n1;7,1;3\n1;8;4\n");
  BOOST_TEST_REQUIRE(static_cast<bool>(second));
  check_counts(*second, 1, 0, 1);  // another label is another statement
  const auto third = import(text);
  BOOST_TEST_REQUIRE(static_cast<bool>(third));
  check_counts(*third, 0, 0, 3);
  BOOST_TEST(count("water.samples") == 3);
  BOOST_TEST(count("water.sample_results") == 6);
}

BOOST_AUTO_TEST_CASE(another_plants_sample_is_another_sample) {
  save_plant("north");
  const std::string text = "ph,clarity_m,safe\n7.1,3,1\n";
  BOOST_TEST_REQUIRE(static_cast<bool>(import(text)));
  const auto report = import(text, {.source = "lake.csv", .plant_id = "north", .positive = {}, .negative = {}});
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  check_counts(*report, 1, 0, 0);
  BOOST_TEST(count("water.samples WHERE plant_id = 'north'") == 1);
}

BOOST_AUTO_TEST_CASE(an_unknown_plant_is_refused_with_the_known_ones) {
  save_plant("north");
  save_plant("south");
  const auto report =
      import("ph,clarity_m,safe\n7.1,3,1\n", {.source = "", .plant_id = "nort", .positive = {}, .negative = {}});
  BOOST_TEST_REQUIRE(!report);
  BOOST_TEST(report.error().message == "unknown plant 'nort', known: north, south");
}

BOOST_AUTO_TEST_CASE(yes_and_no_count_once_they_are_stated) {
  const std::string text = "ph,clarity_m,safe\n7,3,Yes\n8,4,No\n";
  const auto unstated = import(text);
  BOOST_TEST_REQUIRE(static_cast<bool>(unstated));
  check_counts(*unstated, 0, 2, 0);
  const auto stated = import(text, {.source = "", .plant_id = {}, .positive = {"yes"}, .negative = {"no"}});
  BOOST_TEST_REQUIRE(static_cast<bool>(stated));
  check_counts(*stated, 2, 0, 0);
  const auto twice = import(text, {.source = "", .plant_id = {}, .positive = {"yes"}, .negative = {"YES"}});
  BOOST_TEST_REQUIRE(!twice);
  BOOST_TEST(twice.error().message == "label 'yes' is stated as positive and as negative, accepted: different texts");
}

BOOST_AUTO_TEST_CASE(a_dry_run_counts_and_stores_nothing) {
  const std::string text = "ph,clarity_m,safe\n7,3,1\n7,3,1\n99,3,1\n";
  const auto report = import(text, {.source = "", .plant_id = {}, .positive = {}, .negative = {}, .dry_run = true});
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  check_counts(*report, 1, 1, 1);
  BOOST_TEST(count("water.samples") == 0);
}

BOOST_AUTO_TEST_CASE(a_file_that_ends_in_garbage_leaves_nothing) {
  const auto report = import("ph,clarity_m,safe\n7,3,1\n8,4,0\n9,\0,1\n"s);
  BOOST_TEST_REQUIRE(!report);
  BOOST_TEST(report.error().message == "byte 0x00 in line 4: this is a binary file, accepted: UTF-8 text");
  BOOST_TEST(count("water.samples") == 0);
}

BOOST_AUTO_TEST_CASE(ten_thousand_wrong_rows_keep_a_thousand_errors) {
  std::string text = "ph,clarity_m,safe\n";
  for (int i = 0; i < 10000; ++i)
    text += "x,3,1\n";
  const auto report = import(text);
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  check_counts(*report, 0, 10000, 0);
  BOOST_TEST(report->errors.size() == 1000U);
  BOOST_TEST(report->errors_omitted == 9000);
}

BOOST_DATA_TEST_CASE(a_file_that_does_not_fit_is_refused_and_leaves_nothing, bdata::make(kRefused), refused) {
  const auto report = import(refused.text);
  BOOST_TEST_REQUIRE(!report);
  BOOST_TEST(report.error().message == refused.message);
  BOOST_TEST(count("water.samples") == 0);
}

BOOST_AUTO_TEST_CASE(dates_are_moments_and_groups_are_kept) {
  const auto report = import_dated(
      "taken,beach,ph,clarity_m,safe\n2024-01-15T10:00,Pirita,7,3,1\n2024-07-15 10:00,Stroomi,7,3,1\n"
      "2024-07-15T10:00:00Z,Stroomi,7,3,1\n2024-07-15 10:00,Stroomi,7.0,3,1\n");
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  check_counts(*report, 3, 0, 1);  // equal values of another moment or place are another sample
  const auto rows = database.begin().run(
      "SELECT to_char(sampled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), sample_group FROM water.samples "
      "ORDER BY source_row");
  const char* const moments[] = {"2024-01-15 08:00", "2024-07-15 07:00", "2024-07-15 10:00"};  // winter, summer, said
  for (std::size_t row = 0; row < 3; ++row) {
    BOOST_TEST(rows.text(row, 0) == moments[row]);
    BOOST_TEST(rows.text(row, 1) == (row == 0 ? "Pirita" : "Stroomi"));
  }
}

BOOST_AUTO_TEST_CASE(dates_are_read_as_the_spec_writes_them) {
  spec::DatasetSpec spec = tests::dated_lake_spec();
  spec.sampled_at->format = "%d.%m.%Y %H:%M";
  const auto report = import("taken,beach,ph,clarity_m,safe\n07.04.2024 09:05,Pirita,7,3,1\n2024-04-07,Pirita,7,3,1\n",
                             {.source = "lake.csv", .plant_id = {}, .positive = {}, .negative = {}}, spec);
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  check_counts(*report, 1, 1, 0);
  BOOST_TEST(
      (report->errors[0] == intake::RejectedRow{3, "taken", "2024-04-07", "is not a time (accepted: %d.%m.%Y %H:%M)"}));
  BOOST_TEST(count("water.samples WHERE sampled_at = '2024-04-07 06:05:00Z'") == 1);
}

BOOST_AUTO_TEST_CASE(a_row_that_the_split_cannot_place_is_rejected) {
  const auto report = import_dated(
      "taken,beach,ph,clarity_m,safe\n2024-02-30,Pirita,7,3,1\n15.07.2024,Pirita,7,3,1\n,Pirita,7,3,1\n"
      "2024-01-15, NA ,7,3,1\n2024-01-15,Pirita,7,3,1\n");
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  check_counts(*report, 1, 4, 0);
  const intake::RejectedRow rejected[] = {
      {2, "taken", "2024-02-30", "is a time that no calendar has (read as %Y-%m-%d)"},
      {3, "taken", "15.07.2024",
       "is not a time (accepted: %Y-%m-%d or %Y-%m-%dT%H:%M or %Y-%m-%dT%H:%M:%S or %Y-%m-%dT%H:%M:%S%z or "
       "%Y-%m-%d %H:%M or %Y-%m-%d %H:%M:%S or %Y-%m-%d %H:%M:%S%z)"},
      {4, "taken", "", "the date is missing, and the split is by time"},
      {5, "beach", " NA ", "the group is missing, and the split is by group"}};
  for (std::size_t row = 0; row < 4; ++row)
    BOOST_TEST((report->errors[row] == rejected[row]));

  spec::DatasetSpec stratified = tests::dated_lake_spec();
  stratified.split = {};
  const auto kept = import("taken,beach,ph,clarity_m,safe\n,,9,3,1\n",
                           {.source = "lake.csv", .plant_id = {}, .positive = {}, .negative = {}}, stratified);
  BOOST_TEST_REQUIRE(static_cast<bool>(kept));
  check_counts(*kept, 1, 0, 0);
  BOOST_TEST(count("water.samples WHERE sampled_at IS NULL AND sample_group IS NULL") == 1);
}

BOOST_AUTO_TEST_CASE(a_zone_that_nobody_knows_refuses_the_file) {
  spec::DatasetSpec spec = tests::dated_lake_spec();
  spec.sampled_at->time_zone = "Europe/Atlantis";
  const auto report = import("taken,beach,ph,clarity_m,safe\n2024-01-15,Pirita,7,3,1\n",
                             {.source = "lake.csv", .plant_id = {}, .positive = {}, .negative = {}}, spec);
  BOOST_TEST_REQUIRE(!report);
  BOOST_TEST(report.error().message ==
             "the spec lake takes times from clocks of the zone 'Europe/Atlantis', which the database does not know "
             "(accepted: IANA names such as Europe/Tallinn or UTC)");
}

BOOST_AUTO_TEST_CASE(the_real_file_comes_in_whole_and_fast,
                     *boost::unit_test::precondition(tests::SharedData({"water-potability/water_potability.csv"}))) {
  const auto path = tests::shared_data("water-potability/water_potability.csv");
  const auto spec = base::load_spec(std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models", "water_potability");
  BOOST_TEST_REQUIRE(static_cast<bool>(spec));
  const auto import_it = [&] {
    std::ifstream file(path, std::ios::binary);
    auto reader = intake::CsvReader::open(file);
    return intake::import_csv(
        *reader, *spec, {.source = "water_potability.csv", .plant_id = {}, .positive = {}, .negative = {}}, database);
  };
  const auto start = std::chrono::steady_clock::now();
  const auto report = import_it();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  BOOST_TEST_MESSAGE("imported in " << seconds.count() << " s");
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  check_counts(*report, 3276, 0, 0);
  BOOST_TEST(report->ignored_columns.empty());
  BOOST_TEST(count("water.water_potability WHERE label") == 1278);
  BOOST_TEST(count("water.water_potability WHERE ph IS NULL") == 491);
  BOOST_TEST(count("water.water_potability WHERE sulfate IS NULL") == 781);
  BOOST_TEST(count("water.water_potability WHERE trihalomethanes IS NULL") == 162);
  BOOST_TEST(count("water.water_potability WHERE total_dissolved_solids > 61227") == 1);
  BOOST_TEST(count("water.samples WHERE source_row BETWEEN 0 AND 3275") == 3276);

  const auto again = import_it();
  BOOST_TEST_REQUIRE(static_cast<bool>(again));
  check_counts(*again, 0, 0, 3276);
}

BOOST_AUTO_TEST_SUITE_END()
