#include "server/monitoring/published_limits.hpp"

#include "common/limits/limits.hpp"
#include "server/store/sample_writer.hpp"
#include "server/store/water_store.hpp"
#include "tests/emptied_database.hpp"

#include <boost/test/unit_test.hpp>

namespace clearwell::monitoring {
namespace {

using limits::Qualifier;

/// A plant under Argentine law, where arsenic may be 0.01 mg/L and free chlorine must be 0.2 mg/L.
struct JudgedPlant {
  JudgedPlant() {
    publish_limits(*database);
    store::Plant plant;
    plant.plant_id = "north";
    plant.name = "North works";
    plant.jurisdiction = "AR";
    store::Transaction transaction = database->begin();
    store::save_plant(transaction, plant);
    transaction.commit();
  }

  void take_in(std::vector<store::NewResult> results) const {
    store::NewSample sample;
    sample.plant_id = "north";
    sample.sampled_at = std::chrono::sys_days(std::chrono::year(2025) / 3 / 1);
    sample.results = std::move(results);
    store::Transaction transaction = database->begin();
    store::SampleWriter writer(transaction);
    writer.add(sample);
    writer.store();
    transaction.commit();
  }

  store::Rows read(const std::string& query) const { return database->begin().run(query); }

  const tests::TemporaryDatabase& database = tests::emptied_database();
};

BOOST_FIXTURE_TEST_SUITE(published_limits, JudgedPlant)

BOOST_AUTO_TEST_CASE(published_again_they_are_the_same) {
  const std::string all = "SELECT count(*), count(*) FILTER (WHERE confirmed) FROM monitor.limits";
  const store::Rows once = read(all);
  publish_limits(*database);
  const store::Rows twice = read(all);
  BOOST_TEST(once.integer(0, 0) > once.integer(0, 1));
  BOOST_TEST(once.integer(0, 1) > 0);
  BOOST_TEST(twice.integer(0, 0) == once.integer(0, 0));
}

BOOST_AUTO_TEST_CASE(each_is_as_the_program_has_it) {
  const store::Rows rows = read(
      "SELECT instrument, article, max, min IS NULL, kind, compliance, confirmed FROM monitor.limits "
      "WHERE jurisdiction = 'AR' AND parameter = 'arsenic'");
  const auto limits = limits::limits_of("AR", "arsenic");
  BOOST_REQUIRE(rows.size() == limits.size());
  BOOST_TEST(rows.text(0, 0) == limits[0].instrument);
  BOOST_TEST(rows.text(0, 1) == limits[0].article);
  BOOST_TEST(rows.number(0, 2) == *limits[0].max);
  BOOST_TEST(rows.boolean(0, 3));
  BOOST_TEST(rows.text(0, 4) == limits::to_string(limits[0].kind));
  BOOST_TEST(rows.text(0, 5) == limits::to_string(limits[0].compliance));
  BOOST_TEST(rows.boolean(0, 6) == limits[0].confirmed);
}

BOOST_AUTO_TEST_CASE(a_result_keeps_the_verdict_of_the_day_it_came_in) {
  take_in({{"arsenic", {0.048, Qualifier::equal}, "mg/L", "0.048"},
           {"ph", {7, Qualifier::equal}, "", "7"},
           {"lead", {0.5, Qualifier::below}, "mg/L", "<0.5"},  // its limit is not confirmed
           {"conductivity", {400, Qualifier::equal}, "µS/cm", "400"}});
  const store::Rows rows = read("SELECT parameter, verdict FROM monitor.results ORDER BY parameter");
  BOOST_REQUIRE(rows.size() == 4);
  const std::vector<std::string> verdicts = {"beyond", "", "cannot_be_judged", "within"};
  for (std::size_t row = 0; row < rows.size(); ++row)
    BOOST_TEST(rows.text(row, 1) == verdicts[row], rows.text(row, 0) << ": " << rows.text(row, 1));
}

BOOST_AUTO_TEST_CASE(an_exceedance_names_the_limit_that_it_breaks) {
  take_in({{"arsenic", {0.048, Qualifier::equal}, "mg/L", "0.048"}, {"ph", {5.2, Qualifier::equal}, "", "5.2"}});
  const store::Rows rows =
      read("SELECT parameter, limit_is, limit_value, factor, article FROM monitor.exceedances ORDER BY parameter");
  BOOST_REQUIRE(rows.size() == 2);
  BOOST_TEST(rows.text(0, 0) == "arsenic");
  BOOST_TEST(rows.text(0, 1) == "≤");
  BOOST_TEST(rows.number(0, 2) == 0.01);
  BOOST_TEST(rows.number(0, 3) == 4.8, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(rows.text(1, 0) == "ph");
  BOOST_TEST(rows.text(1, 1) == "≥");
  BOOST_TEST(rows.number(1, 2) == 6.5);
  BOOST_TEST(rows.number(1, 3) == 1.25, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::monitoring
