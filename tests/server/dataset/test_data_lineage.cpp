#include "server/dataset/data_lineage.hpp"

#include "server/store/database.hpp"
#include "tests/common/example_models.hpp"
#include "tests/emptied_database.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;

BOOST_AUTO_TEST_SUITE(data_lineage)

BOOST_AUTO_TEST_CASE(only_samples_that_training_reads_are_counted) {
  store::Database& database = *tests::emptied_database();
  store::Transaction transaction = database.begin();
  transaction.run_script(R"(
    INSERT INTO water.plants (plant_id, name, jurisdiction) VALUES ('north', 'North', 'AR');
    INSERT INTO water.samples (model, plant_id, label, sampled_at, source, content_sha256, simulated)
    SELECT model, plant, label, moment, source, sha256(n::text::bytea), simulated
    FROM (VALUES (1, 'example', 'north', true, timestamptz '2025-03-01T23:30:00Z', 'b.csv', false),
                 (2, 'example', 'north', false, '2026-01-31T00:10:00Z', 'a.csv', false),
                 (3, 'example', NULL, true, NULL, 'a.csv', false),
                 (4, 'example', NULL, NULL, '2020-01-01T00:00:00Z', 'c.csv', false),
                 (5, 'example', NULL, true, '2020-01-01T00:00:00Z', 'simulation', true),
                 (6, 'another', NULL, true, '2020-01-01T00:00:00Z', 'd.csv', false))
      AS v (n, model, plant, label, moment, source, simulated);
    INSERT INTO water.sample_results (sample_id, parameter, value, qualifier, result_text)
    SELECT sample_id, p.parameter, 1, p.qualifier, '' FROM water.samples,
      (VALUES ('arsenic', '<'), ('e_coli', '>'), ('ph', '=')) AS p (parameter, qualifier)
    WHERE source <> 'a.csv' OR p.parameter = 'arsenic';)");
  transaction.commit();

  const dataset::DataLineage lineage = dataset::read_data_lineage(database, tests::example_spec(1));
  BOOST_TEST(lineage.samples == 3);
  BOOST_TEST(lineage.unlabelled == 1);
  BOOST_TEST(lineage.plants == 1);
  BOOST_TEST(lineage.undated == 1);
  BOOST_TEST(*lineage.first_sampled == "2025-03-01");
  BOOST_TEST(*lineage.last_sampled == "2026-01-31");
  BOOST_TEST(lineage.last_imported->size() == 10);
  BOOST_CHECK((lineage.sources == std::vector<dataset::DataSource>{{"a.csv", 2}, {"b.csv", 1}}));
  const std::map<std::string, dataset::CensoredResults> censored = {{"arsenic", {3, 0}}, {"e_coli", {0, 1}}};
  BOOST_CHECK(lineage.censored == censored);
}

BOOST_AUTO_TEST_CASE(a_spec_without_samples_has_none) {
  const dataset::DataLineage lineage = dataset::read_data_lineage(*tests::emptied_database(), tests::example_spec(1));
  BOOST_CHECK(lineage == dataset::DataLineage{});
}

BOOST_AUTO_TEST_SUITE_END()
