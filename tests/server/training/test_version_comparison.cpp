#include "server/training/version_comparison.hpp"

#include "common/scoring/predictor.hpp"
#include "server/tracking/run_artifacts.hpp"
#include "server/training/training_job.hpp"
#include "tests/common/category_models.hpp"
#include "tests/emptied_database.hpp"
#include "tests/registered_models.hpp"
#include "tests/server/training/stored_samples.hpp"

#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace clearwell;
using registry::Evidence;
using registry::PairedOutcomes;
using training::TrainingReport;

namespace clearwell::registry {
std::ostream& operator<<(std::ostream& out, const PairedOutcomes& o) {
  out << o.rows << " rows, " << o.actual_positives << " positive";
  for (const Calls& calls : {o.both, o.champion_only, o.challenger_only})
    out << ", " << calls.true_positives << " of " << calls.predicted_positives;
  return out;
}
}  // namespace clearwell::registry

namespace {

constexpr std::size_t kFirstRows = 200;
constexpr std::size_t kMoreRows = 300;
constexpr std::size_t kAllRows = 350;

spec::DatasetSpec two_families() {
  spec::DatasetSpec spec = tests::example_spec(3);
  spec.split = {.folds = 3, .repeats = 1, .seed = 42};
  spec.families = {{"logistic_regression", {{"c", {1}}}}, {"xgboost", {{"n_trees", {10}}, {"max_depth", {2}}}}};
  return spec;
}

/// Version 1 is trees fitted to 200 samples; version 2, of the better of two families, was fitted to 300; and 50
/// samples have come since.
struct TwoVersions {
  TwoVersions() {
    tests::store_samples(*database, table, "example", 0, kFirstRows);
    first = train({"xgboost"}).registered;
    tests::store_samples(*database, table, "example", kFirstRows, kMoreRows);
    second = train({});
    tests::store_samples(*database, table, "example", kMoreRows, kAllRows);
  }
  TrainingReport train(const std::vector<std::string>& families, const spec::DatasetSpec& spec = two_families()) const {
    return *training::train(database.shared(), registry, spec, {.families = families}, [](std::string_view, double) {});
  }
  bool by_file(const registry::ModelVersion& version, std::size_t row) const {
    return scoring::Predictor::load(registry.read_file(version))->predict(table.row(row)).positive;
  }
  std::vector<Evidence> compare(const registry::ModelVersion& champion,
                                const registry::ModelVersion& challenger) const {
    return training::compare_versions(*database, registry, champion, challenger);
  }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  registry::Registry registry{database.shared(), registry::open_artifacts(database.options().artifacts_place())};
  dataset::TrainingTable table = tests::learnable_table(kAllRows, 1);
  registry::ModelVersion first;
  TrainingReport second;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(version_comparison, TwoVersions)

BOOST_AUTO_TEST_CASE(no_row_is_judged_by_a_model_that_was_fitted_to_it) {
  BOOST_REQUIRE(second.registered.family == "logistic_regression");
  const std::vector<scoring::Prediction>& of_challenger = second.evaluations[0].out_of_fold[0];
  const std::vector<scoring::Prediction>& of_champions_recipe = second.evaluations[1].out_of_fold[0];
  PairedOutcomes newer;
  PairedOutcomes folds;
  for (std::size_t row = 0; row < kAllRows; ++row) {
    const bool actual = table.labels[row] != 0;
    const bool new_to_challenger = row >= kMoreRows;
    if (row >= kFirstRows)
      newer.add(by_file(first, row), new_to_challenger ? by_file(second.registered, row) : of_challenger[row].positive,
                actual);
    if (!new_to_challenger) folds.add(of_champions_recipe[row].positive, of_challenger[row].positive, actual);
  }

  const std::vector<Evidence> evidence = compare(first, second.registered);
  BOOST_REQUIRE(evidence.size() == 2);
  BOOST_TEST(evidence[0].rows == "newer_samples");
  BOOST_TEST(evidence[0].missing == "");
  BOOST_TEST(evidence[0].n_judged == 2);
  BOOST_TEST(evidence[0].outcomes == newer);
  BOOST_TEST(evidence[0].outcomes.rows == 150);
  BOOST_TEST(evidence[1].rows == "same_folds");
  BOOST_TEST(evidence[1].missing == "");
  BOOST_TEST(evidence[1].n_judged == 2);
  BOOST_TEST(evidence[1].outcomes == folds);
  BOOST_TEST(evidence[1].outcomes.rows == 300);
}

BOOST_AUTO_TEST_CASE(an_older_version_is_judged_by_its_file_on_what_is_new_to_both) {
  const std::vector<Evidence> evidence = compare(second.registered, first);
  PairedOutcomes newer;
  for (std::size_t row = kMoreRows; row < kAllRows; ++row)
    newer.add(by_file(second.registered, row), by_file(first, row), table.labels[row] != 0);
  BOOST_TEST(evidence[0].outcomes == newer);
  BOOST_TEST(evidence[0].n_judged == 1);
  BOOST_TEST(evidence[1].missing == "the run of version 1 did not judge logistic_regression");
}

BOOST_AUTO_TEST_CASE(a_sample_that_repeats_an_old_one_is_not_new) {
  store::Transaction transaction = database->begin();
  transaction.run_script(R"(
    WITH again AS (INSERT INTO water.samples (model, label, content_sha256)
                   SELECT model, label, sha256('again') FROM water.samples WHERE source_row = 0 RETURNING sample_id)
    INSERT INTO water.sample_results (sample_id, parameter, value, result_text)
    SELECT again.sample_id, parameter, value, '' FROM water.sample_results r JOIN water.samples s USING (sample_id), again
    WHERE s.source_row = 0)");
  transaction.commit();
  BOOST_TEST(compare(first, second.registered)[0].outcomes.rows == 150);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_compared_says_why) {
  const registry::ModelVersion third = train({"xgboost"}).registered;
  BOOST_TEST(compare(first, third)[1].missing ==
             "both versions are of the family xgboost, and a recipe does not beat itself");

  const tests::RegisteredModels models(database);
  const registry::ModelVersion other = models.add("example", tests::first_model());
  const std::vector<Evidence> evidence = compare(second.registered, other);
  for (const Evidence& one : evidence) {
    BOOST_TEST(one.missing == "the run of version 4 kept no out-of-fold predictions");
    BOOST_TEST(one.outcomes.rows == 0);
  }
  BOOST_TEST(registry::decide_promotion({}, evidence, {}).reason ==
             "no evidence: newer_samples: the run of version 4 kept no out-of-fold predictions; same_folds: the run of "
             "version 4 kept no out-of-fold predictions; at least 30 of each are needed");
}

BOOST_AUTO_TEST_CASE(predictions_too_large_to_keep_are_why_nothing_is_compared) {
  const std::string nested = *tracking::find_nested_run(*database, second.registered.run_id, "logistic_regression");
  store::Transaction transaction = database->begin();
  transaction.run("DELETE FROM tracking.run_artifacts WHERE run_id = $1 AND path = 'out_of_fold.csv'",
                  store::Params().add(nested));
  transaction.run("INSERT INTO tracking.tags VALUES ($1, 'left_out.out_of_fold.csv', 'out_of_fold.csv is large')",
                  store::Params().add(nested));
  transaction.commit();
  for (const Evidence& one : compare(first, second.registered))
    BOOST_TEST(one.missing == "the run of version 2 kept no out-of-fold predictions: out_of_fold.csv is large");
}

BOOST_AUTO_TEST_CASE(words_for_people_forbid_no_comparison_and_another_meaning_does) {
  spec::DatasetSpec translated = two_families();
  translated.features[0].title = {"Acidity", "Acidez"};
  translated.features[1].decimals = 5;
  translated.label.positive_means.es = "potable";
  translated.label.positive.emplace_back("true");
  const TrainingReport third = train({}, translated);
  BOOST_REQUIRE(third.registered.family == "logistic_regression");
  BOOST_TEST(compare(first, third.registered)[1].missing == "");
  BOOST_TEST(compare(first, third.registered)[1].outcomes.rows == 350);

  spec::DatasetSpec other_unit = two_families();
  other_unit.features[2].unit = "mg/L";
  BOOST_TEST(compare(first, train({"logistic_regression"}, other_unit).registered)[1].missing ==
             "version 1 has other features");

  spec::DatasetSpec turned = two_families();
  std::swap(turned.label.positive, turned.label.negative);
  for (const Evidence& one : compare(first, train({"logistic_regression"}, turned).registered))
    BOOST_TEST(one.missing == "version 1 has another label");
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

/// 200 samples of a number and a text, No or Yes; and 100 later ones that may also say Maybe.
struct LongerList {
  LongerList() {
    spec.features = {spec.features[0], tests::categorical_feature("x1", {"No", "Yes"})};
    add(0, 200, "{No,Yes}");
    first = train();
    spec.features[1] = tests::categorical_feature("x1", {"No", "Yes", "Maybe"});
    add(200, 300, "{No,Yes,Maybe}");
    second = train();
  }
  void add(int first_row, int end, const std::string& texts) const {
    store::Transaction transaction = database->begin();
    transaction.run(R"(
      WITH s AS (
        INSERT INTO water.samples (model, label, source_row, content_sha256)
        SELECT 'example', (n * 7919 % 1009 > 500) <> (n % 10 = 0), n, sha256(n::text::bytea)
        FROM generate_series($1::integer, $2::integer - 1) n RETURNING sample_id, source_row AS n)
      INSERT INTO water.sample_results (sample_id, parameter, finding, value, result_text)
      SELECT sample_id, 'x0', 'value', n * 7919 % 1009, '' FROM s
      UNION ALL SELECT sample_id, 'x1', 'category', NULL, ($3::text[])[1 + n % cardinality($3::text[])] FROM s)",
                    store::Params().add(first_row).add(end).add(texts));
    transaction.commit();
  }
  registry::ModelVersion train() const {
    return training::train(database.shared(), registry, spec, {.families = {"xgboost"}},
                           [](std::string_view, double) {})
        ->registered;
  }

  const tests::TemporaryDatabase& database = tests::emptied_database();
  registry::Registry registry{database.shared(), registry::open_artifacts(database.options().artifacts_place())};
  spec::DatasetSpec spec = two_families();
  registry::ModelVersion first;
  registry::ModelVersion second;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(longer_list_of_categories, LongerList)

// The champion's file takes a text that came into the spec later as scoring does: as not measured.
BOOST_AUTO_TEST_CASE(the_champion_of_a_shorter_list_is_judged_on_newer_samples_too) {
  const std::vector<Evidence> evidence = training::compare_versions(*database, registry, first, second);
  BOOST_TEST(evidence[0].missing == "");
  BOOST_TEST(evidence[0].outcomes.rows == 100);
  BOOST_TEST(evidence[0].outcomes.actual_positives > 30);
}

BOOST_AUTO_TEST_SUITE_END()
