// Public files as they are downloaded. What is expected of them was counted in the files by other means than the
// importer.
#include "tests/server/intake/mapped_files.hpp"
#include "tests/shared_data.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <ostream>
#include <string_view>

namespace {

using namespace clearwell;
namespace bdata = boost::unit_test::data;

struct RealFile {
  const char* path;
  const char* format;
  std::int64_t rows;
  std::int64_t accepted;
  std::int64_t rejected;
  std::int64_t conflicts;
  const char* what;     ///< table that the file fills
  std::int64_t stored;  ///< rows in it
  std::int64_t samples;
};
std::ostream& operator<<(std::ostream& out, const RealFile& file) {
  return out << file.path;
}

const RealFile kFiles[] = {
    // 23,382 samples: chlorine in each, turbidity lacks 34, fluoride 20,395, both counts 1 (`-`)
    {"nyc-distribution/Drinking_Water_Quality_Distribution_Monitoring_Data.csv", "nyc_distribution", 23382, 23382, 0, 0,
     "water.sample_results", 5 * 23382 - 34 - 20395 - 2, 23382},
    // rejected: 45 words, 19 not reported, 7 that their own publisher rejected
    {"wqp-kentucky-ohio-river/narrowresult.csv", "wqx_results", 3571, 3500, 71, 0, "water.sample_results", 3500, 491},
    {"wqp-kentucky-ohio-river/station.csv", "wqx_stations", 21, 21, 0, 0, "water.sampling_points", 21, 0},
    {"wqp-usgs-samples/wqp_results.txt", "wqx_results", 5, 5, 0, 0, "water.sample_results", 5, 5},
    {"wqp-usgs-samples/wqp3_results.txt", "wqx_results", 5, 5, 0, 0, "water.sample_results", 5, 5},
    {"wqp-usgs-samples/samples_results.txt", "wqx_results", 67, 67, 0, 0, "water.sample_results", 67, 3},
    {"wqp-usgs-samples/wqp_sites.txt", "wqx_stations", 5, 5, 0, 0, "water.sampling_points", 5, 0},
    // rejected: three rows that hold a time and nothing else
    {"epa-canary-station-b/Tutorial_Station_B.csv", "canary_station_b", 7200, 7197, 3, 0, "water.readings", 7197 * 12,
     0},
    // rejected: 75 `-` and 7 empty; 9 results of one name and sample with two values
    {"estonia-drinking-water/veevark_2026.xml", "terviseamet_xml", 6234, 6143, 91, 9, "water.sample_results", 6143,
     569},
    {"estonia-drinking-water/estonia_results_long.csv", "terviseamet_results", 12348, 12246, 102, 9,
     "water.sample_results", 12246, 945},
    {"estonia-drinking-water/estonia_drinking_water_samples.csv", "estonia_samples", 9747, 9747, 0, 0,
     "water.sampling_points", 1388, 9747},
    // fifteen columns; one is empty, and 6 + 4 + 2 + 1 + 1 cells
    {"mexico-groundwater/calidad_agua_subterranea_2020.tsv", "mexico_groundwater", 1068, 1068, 0, 0,
     "water.sample_results", 14 * 1068 - 14, 1068},
    {"toronto-lead/toronto_water_lead_sample.csv", "toronto_lead", 12810, 12810, 0, 0, "water.sample_results", 12810,
     12810},
};

/// What a file says somewhere, counted in the file.
struct Said {
  const char* path;
  const char* from_where;
  std::int64_t times;
};

const Said kSaid[] = {
    {kFiles[0].path, "water.sample_results WHERE qualifier = '<' AND value = 1", 23267 + 23381},
    {kFiles[0].path, "water.sample_results WHERE qualifier = '>' AND result_text = '>200.5'", 18},
    {kFiles[0].path, "water.sampling_points WHERE kind = 'network'", 397},
    {kFiles[1].path, "water.sample_results WHERE finding = 'not_detected' AND value IS NULL", 836},
    {kFiles[1].path, "water.sample_results WHERE finding = 'present'", 338},
    {kFiles[1].path, "water.sample_results WHERE remarks LIKE '%status Preliminary%'", 203},
    {kFiles[1].path,
     "water.sample_results WHERE parameter = 'conductivity' AND abs(canonical_value * 1.116 - value) < 1e-9", 90},
    {kFiles[1].path, "water.samples WHERE time_precision = 'day'", 82},
    {kFiles[5].path,
     "water.sample_results WHERE finding = 'not_detected' AND qualifier = '<' AND value = detection_limit", 4},
    // chlorine at the station reads 0 while its sensor is out of service, the plant's pH 4 at faults
    {kFiles[7].path, "water.readings WHERE sensor_id = 'canary-station-b-cl2' AND quality = 'bad'", 2055},
    {kFiles[7].path, "water.readings WHERE sensor_id = 'canary-station-b-plnt-ph' AND quality = 'bad'", 27},
    {kFiles[7].path, "water.readings WHERE reported_value = 56.6 AND abs(value - 13.666666667) < 1e-6", 25},
    {kFiles[8].path, "water.sample_results WHERE result_text = '&lt;3' AND qualifier = '<' AND value = 3", 3},
    {kFiles[8].path,
     "water.sample_results WHERE parameter = 'iron' AND abs(canonical_value * 1000 - value) < 1e-9 AND unit LIKE "
     "'%g/l' AND unit <> 'mg/l'",
     188},
    {kFiles[11].path, "water.sample_results WHERE qualifier = '<'", 6678},
    {kFiles[11].path,
     "water.sample_results WHERE parameter = 'conductivity' AND unit = 'µS/cm' AND remarks LIKE '%mS/cm%'", 1062},
    {kFiles[11].path, "water.samples WHERE stated_verdict = 'Rojo' AND time_precision = 'year'", 387},
    {kFiles[12].path, "water.sample_results WHERE qualifier = '<' AND canonical_value = 0.00005", 2995},
};

tests::SharedData all_files_are_there() {
  std::vector<std::string> names;
  for (const RealFile& file : kFiles)
    names.emplace_back(file.path);
  return tests::SharedData(names);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(real_files, tests::MappedFiles, *boost::unit_test::precondition(all_files_are_there()))

BOOST_DATA_TEST_CASE_F(tests::MappedFiles, they_come_in_completely_and_once, bdata::make(kFiles), file) {
  const auto path = tests::shared_data(file.path);
  const auto report = import_file(path);
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  BOOST_TEST(imported_as == file.format);
  BOOST_TEST(report->rows == file.rows);
  BOOST_TEST(report->accepted == file.accepted);
  BOOST_TEST(report->rejected == file.rejected);
  BOOST_TEST(report->duplicates == 0);
  BOOST_TEST(report->conflicts == file.conflicts);
  BOOST_TEST(report->errors.size() == static_cast<std::size_t>(file.rejected));
  for (const intake::RejectedRow& row : report->errors)
    BOOST_TEST((row.line > 0 && !row.reason.empty()));
  BOOST_TEST(count(file.what) == file.stored);
  BOOST_TEST(count("water.samples") == file.samples);
  for (const Said& said : kSaid)
    if (std::string_view(said.path) == file.path) BOOST_TEST(count(said.from_where) == said.times, said.from_where);

  const auto again = import_file(path);
  BOOST_TEST_REQUIRE(static_cast<bool>(again));
  BOOST_TEST(again->accepted == 0);
  BOOST_TEST(again->duplicates == file.accepted);
  BOOST_TEST(again->rejected == file.rejected);
  BOOST_TEST(count(file.what) == file.stored);
  BOOST_TEST(count("water.result_conflicts") == file.conflicts);
}

// The authority's XML and the table that was made of it tell of the same samples.
BOOST_AUTO_TEST_CASE(two_forms_of_the_same_samples_are_known_as_the_same) {
  const auto xml = tests::shared_data("estonia-drinking-water/veevark_2026.xml");
  const auto table = tests::shared_data("estonia-drinking-water/estonia_results_long.csv");
  BOOST_TEST_REQUIRE(static_cast<bool>(import_file(xml)));
  const auto report = import_file(table);
  BOOST_TEST_REQUIRE(static_cast<bool>(report));
  BOOST_TEST(report->duplicates == 6143);
  BOOST_TEST(report->accepted == 12246 - 6143);
  BOOST_TEST(count("water.samples") == 945);
}

BOOST_AUTO_TEST_SUITE_END()
