// Public files as they are downloaded. What is expected of them was counted in the files by other means than the
// importer.
#include "tests/server/intake/mapped_files.hpp"
#include "tests/server/intake/shared_data.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>

#include <ostream>

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

}  // namespace

BOOST_FIXTURE_TEST_SUITE(real_files, tests::MappedFiles)

BOOST_DATA_TEST_CASE_F(tests::MappedFiles, they_come_in_completely_and_once, bdata::make(kFiles), file) {
  const auto path = tests::shared_data(file.path);
  if (!path) return;
  const auto report = import_file(*path);
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

  const auto again = import_file(*path);
  BOOST_TEST_REQUIRE(static_cast<bool>(again));
  BOOST_TEST(again->accepted == 0);
  BOOST_TEST(again->duplicates == file.accepted);
  BOOST_TEST(again->rejected == file.rejected);
  BOOST_TEST(count(file.what) == file.stored);
  BOOST_TEST(count("water.result_conflicts") == file.conflicts);
}

BOOST_AUTO_TEST_SUITE_END()
