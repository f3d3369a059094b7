// The real potability file through import, training table and statistics, against pandas 2 and scipy 1.16 on the same
// file with features as float32.
#include "server/base/spec_files.hpp"
#include "server/dataset/data_checks.hpp"
#include "server/intake/spec_importer.hpp"
#include "tests/emptied_database.hpp"
#include "tests/shared_data.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace clearwell;

namespace {

bool imported(const spec::DatasetSpec& spec, store::Database& database, const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  intake::ImportOptions options;
  options.source = path.filename().string();
  Result<intake::CsvReader> reader = intake::CsvReader::open(file);
  return reader && intake::import_csv(*reader, spec, options, database);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(real_data, *boost::unit_test::tolerance(1e-9))

BOOST_AUTO_TEST_CASE(the_potability_file_has_its_known_figures,
                     *boost::unit_test::precondition(tests::SharedData({"water-potability/water_potability.csv"}))) {
  const auto path = tests::shared_data("water-potability/water_potability.csv");
  const tests::TemporaryDatabase& database = tests::emptied_database();
  const auto spec = base::load_spec(std::filesystem::path(CLEARWELL_SOURCE_DIR) / "models", "water_potability");
  BOOST_REQUIRE(spec);
  BOOST_REQUIRE(imported(*spec, *database, path));
  const auto table = dataset::read_training_table(*database, *spec);
  BOOST_REQUIRE(table);
  const dataset::DataStatistics statistics = dataset::describe_data(*table, *spec);

  BOOST_CHECK((statistics.labels == dataset::ClassCounts{1998, 1278}));
  BOOST_TEST(statistics.repeated_samples == 0);
  BOOST_TEST(statistics.contradictory_rows == 0);
  const auto feature = [&](const char* name) { return statistics.features[*spec->feature_index(name)]; };
  BOOST_CHECK((feature("ph").missing == dataset::ClassCounts{314, 177}));
  BOOST_CHECK((feature("sulfate").missing == dataset::ClassCounts{488, 293}));
  BOOST_CHECK((feature("trihalomethanes").missing == dataset::ClassCounts{107, 55}));
  BOOST_TEST(feature("hardness").missing.all() == 0);
  BOOST_TEST(*feature("ph").missing_p_value == 0.14444807980314142);
  BOOST_TEST(feature("ph").summary->mean == 7.080794508426151);
  BOOST_TEST(*feature("ph").summary->sd == 1.594319520524606);
  BOOST_TEST(feature("ph").summary->quantiles.q25 == 6.09309196472168);
  BOOST_TEST(feature("ph").summary->quantiles.q50 == 7.036752223968506);
  BOOST_TEST(feature("ph").outliers->outside.all() == 46);
  BOOST_TEST(feature("ph").outliers->far_outside.all() == 2);
  BOOST_TEST(feature("hardness").distinct == 3274);
  BOOST_TEST(std::abs(*feature("total_organic_carbon").roc_auc - 0.4842) < 5e-5);
  BOOST_TEST(std::abs(*feature("total_dissolved_solids").roc_auc - 0.5155) < 5e-5);
  const auto pair = [&](const char* first, const char* second) {
    return statistics.correlations[dataset::correlation_index(*spec->feature_index(first), *spec->feature_index(second),
                                                              spec->features.size())];
  };
  BOOST_TEST(*pair("total_dissolved_solids", "sulfate").pearson == -0.17180427489385605);
  BOOST_TEST(*pair("total_dissolved_solids", "sulfate").spearman == -0.1542234660549277);
  BOOST_TEST(pair("ph", "hardness").rows == 2785);
  BOOST_TEST(*pair("ph", "hardness").spearman == 0.11626632991897128);

  const dataset::DataLineage lineage = dataset::read_data_lineage(*database, *spec);
  BOOST_TEST(lineage.samples == 3276);
  BOOST_TEST(lineage.undated == 3276);
  BOOST_CHECK((lineage.sources == std::vector<dataset::DataSource>{{"water_potability.csv", 3276}}));
  const std::vector<dataset::Finding> findings = dataset::check_data(statistics, lineage, {}, *spec);
  BOOST_REQUIRE(!findings.empty());
  BOOST_TEST(
      findings[0].text.en ==
      "Dissolved solids and Conductivity cannot both be true in 3275 of 3276 rows: their quotient is 50.3 in the "
      "middle row, and 0.5 to 1 is possible. What is dissolved carries the current: natural waters hold 0.54 to "
      "0.96 mg/L of dissolved solids for each µS/cm.");
  std::string codes;
  for (const dataset::Finding& finding : findings)
    codes += finding.code + " ";
  BOOST_TEST(codes == "physically_inconsistent physically_inconsistent undated often_missing weak_features ");
}

BOOST_AUTO_TEST_SUITE_END()
