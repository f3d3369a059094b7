#include "server/dataset/data_checks.hpp"

#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

using namespace clearwell;
using dataset::Finding;
using dataset::Severity;
using dataset::TrainingTable;
using tests::kMissing;

namespace {

const dataset::DataLineage kDated{.samples = 1000, .undated = 10};

std::vector<Finding> check(const TrainingTable& table, const spec::DatasetSpec& spec,
                           const std::vector<dataset::FeatureDrift>& drift = {},
                           const dataset::DataLineage& lineage = kDated) {
  return dataset::check_data(dataset::describe_data(table, spec), lineage, drift, spec);
}
std::vector<Finding> check(const TrainingTable& table) {
  return check(table, tests::example_spec(table.n_features));
}

/// The finding of that code, which must be the only one of it.
Finding only(const std::vector<Finding>& findings, const std::string& code) {
  std::vector<Finding> found;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(found),
               [&](const Finding& finding) { return finding.code == code; });
  BOOST_REQUIRE_MESSAGE(found.size() == 1, found.size() << " findings of " << code);
  return found[0];
}
bool has(const std::vector<Finding>& findings, const std::string& code) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) { return finding.code == code; });
}

TrainingTable plain_table() {
  return tests::noise_rows(1000, 2, 1);
}
float& cell(TrainingTable& table, std::size_t row, std::size_t feature) {
  return table.features[row * table.n_features + feature];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(data_checks)

BOOST_AUTO_TEST_CASE(plain_data_have_nothing_but_the_note_that_no_feature_tells_anything) {
  const std::vector<Finding> findings = check(plain_table());
  BOOST_REQUIRE(findings.size() == 1);
  BOOST_TEST(findings[0].code == "weak_features");
  BOOST_TEST(dataset::worst_severity(findings) == "notice");
  BOOST_TEST(dataset::worst_severity({}) == "ok");
}

BOOST_AUTO_TEST_CASE(a_strong_feature_is_named) {
  TrainingTable table = plain_table();
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    if (row % 10 != 0) cell(table, row, 1) += table.labels[row] != 0 ? 0.0F : 1.0F;
  const std::vector<Finding> findings = check(table);
  BOOST_CHECK(only(findings, "strong_feature").severity == Severity::warning);
  BOOST_TEST(only(findings, "strong_feature").feature == "x1");
  BOOST_TEST(
      only(findings, "strong_feature").text.en ==
      "x1 alone tells the classes apart with a ROC AUC of 0.950. Is it known before the label is, or made of it?");
  BOOST_TEST(!has(findings, "weak_features"));
}

BOOST_AUTO_TEST_CASE(gaps_are_counted_and_compared_between_the_classes) {
  TrainingTable table = plain_table();
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    if (row % 4 == 0 || (table.labels[row] != 0 && row % 4 != 1)) cell(table, row, 0) = kMissing;
  const std::vector<Finding> findings = check(table);
  BOOST_TEST(only(findings, "often_missing").text.en == "x0 is missing in 43.9 % of the rows (439).");
  BOOST_TEST(
      only(findings, "missing_depends_on_label").text.en ==
      "x0 is missing in 73.5 % of the “yes” rows and in 25.9 % of the “no” ones: the gap itself tells of the label.");
  BOOST_CHECK(only(findings, "missing_depends_on_label").severity == Severity::warning);

  TrainingTable never = plain_table();
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    cell(never, row, 1) = kMissing;
  BOOST_TEST(only(check(never), "never_measured").text.en == "x1 was never measured.");
  BOOST_TEST(!has(check(never), "mostly_missing"));
}

BOOST_AUTO_TEST_CASE(values_that_are_no_measurements_are_named) {
  TrainingTable table = tests::noise_rows(1000, 4, 1);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    cell(table, row, 0) = 7;
    cell(table, row, 1) = static_cast<float>(row + 1);
    if (row % 50 == 0) cell(table, row, 2) = 99;
    if (row < 3) cell(table, row, 3) = 101;
  }
  spec::DatasetSpec spec = tests::example_spec(4);
  spec.features[1].plausible = {0, 10'000};
  spec.features[3].unit = "mg/L";
  const std::vector<Finding> findings = check(table, spec);
  BOOST_TEST(only(findings, "constant").text.en ==
             "x0 has the same value in every row: nothing can be learnt from it.");
  BOOST_TEST(only(findings, "counts_upwards").feature == "x1");
  BOOST_TEST(only(findings, "far_outliers").text.en ==
             "2.0 % of the values of x2 lie far outside the others (Tukey's outer fences): a long tail, or errors.");
  BOOST_TEST(only(findings, "implausible").text.en == "x3 is outside what is plausible (-100 to 100 mg/L) in 3 rows.");
}

BOOST_AUTO_TEST_CASE(classes_that_are_rare_small_or_too_even_are_named) {
  TrainingTable table = tests::noise_rows(4000, 1, 1);
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.labels[row] = row % 30 == 0 ? 1 : 0;
  BOOST_TEST(only(check(table), "rare_class").text.en ==
             "Only 3.4 % of the rows are “yes”. An accuracy of 96.7 % is what saying “no” to all of them gives.");
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.labels[row] = row % 50 == 0 ? 1 : 0;
  BOOST_TEST(only(check(table), "few_rows_of_a_class").text.en ==
             "Only 80 rows are “yes”: what a model is worth on them cannot be known well.");
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.labels[row] = row % 2 == 0 ? 1 : 0;
  BOOST_CHECK(only(check(table), "exactly_balanced").severity == Severity::warning);
}

BOOST_AUTO_TEST_CASE(repeated_and_contradictory_rows_are_counted) {
  TrainingTable table = plain_table();
  table.repeated_samples = 12;
  for (const std::size_t feature : {0, 1})
    for (std::size_t row = 1; row < 20; ++row)
      cell(table, row, feature) = feature == 0 ? kMissing : 0.5F;
  const std::vector<Finding> findings = check(table);
  BOOST_TEST(only(findings, "repeated_samples").text.en.starts_with("12 samples repeat another one in every feature"));
  BOOST_TEST(only(findings, "contradictory_rows").text.en ==
             "19 rows equal a row of the other class in every feature: no model can tell them apart.");
  BOOST_CHECK(only(findings, "contradictory_rows").severity == Severity::warning);
}

BOOST_AUTO_TEST_CASE(features_that_say_the_same_are_named) {
  TrainingTable table = plain_table();
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    cell(table, row, 1) = -cell(table, row, 0);
  BOOST_TEST(only(check(table), "alike").text.en ==
             "x0 and x1 say nearly the same (Spearman -1.00): one of them may do.");
}

BOOST_AUTO_TEST_CASE(samples_without_any_date_are_named) {
  const TrainingTable table = plain_table();
  const std::vector<Finding> findings = check(table, tests::example_spec(2), {}, {.samples = 1000, .undated = 1000});
  BOOST_CHECK(only(findings, "undated").severity == Severity::notice);
}

// Which parameters are compared is data of the water domain; here a spec whose features are two of them.
BOOST_AUTO_TEST_CASE(what_nature_does_not_allow_is_said_with_the_reason) {
  spec::DatasetSpec spec = tests::example_spec(2);
  spec.features[0].parameter = "total_dissolved_solids";
  spec.features[0].unit = "mg/L";
  spec.features[1].parameter = "conductivity";
  spec.features[1].unit = "µS/cm";
  spec.features[0].plausible = spec.features[1].plausible = {0, 1e6};
  TrainingTable table = plain_table();
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    cell(table, row, 1) = 400 + 100 * cell(table, row, 1);
    cell(table, row, 0) = cell(table, row, 1) * (row < 900 ? 50.0F : 0.7F);
  }
  const Finding finding = only(check(table, spec), "physically_inconsistent");
  BOOST_CHECK(finding.severity == Severity::warning);
  BOOST_TEST(finding.feature == "x0");
  BOOST_TEST(
      finding.text.en ==
      "x0 and x1 cannot both be true in 900 of 1000 rows: their quotient is 50 in the middle row, and 0.5 to 1 is "
      "possible. What is dissolved carries the current: natural waters hold 0.54 to 0.96 mg/L of dissolved solids "
      "for each µS/cm.");
  spec.features[0].unit = "g/L";  // not the parameter's unit: not compared
  BOOST_TEST(!has(check(table, spec), "physically_inconsistent"));
}

BOOST_AUTO_TEST_CASE(drift_is_said_with_its_figures) {
  const spec::DatasetSpec spec = tests::example_spec(2);
  const TrainingTable before = plain_table();
  TrainingTable now = tests::noise_rows(1000, 2, 2);
  for (std::size_t row = 0; row < now.n_rows(); ++row) {
    cell(now, row, 0) += 0.3F;
    if (row % 2 == 0) cell(now, row, 1) = kMissing;
  }
  const auto distributions_before =
      dataset::read_distributions(dataset::to_json(dataset::describe_data(before, spec), kDated, spec), spec);
  BOOST_REQUIRE(distributions_before);
  const auto drift = dataset::compare_with_earlier(*distributions_before, now, spec);
  BOOST_REQUIRE(drift.size() == 2);
  const std::vector<Finding> findings = check(now, spec, drift);
  BOOST_TEST(only(findings, "drift").feature == "x0");
  BOOST_TEST(only(findings, "drift").text.en.starts_with("x0 has moved since the training set before: PSI "));
  BOOST_TEST(only(findings, "missing_drift").text.en ==
             "x1 is missing in 50.0 % of the rows, and was in 0.0 % of the training set before.");

  // Another sample of the same water has not moved.
  const TrainingTable again = tests::noise_rows(1000, 2, 3);
  const auto none = dataset::compare_with_earlier(*distributions_before, again, spec);
  BOOST_TEST(!has(check(again, spec, none), "drift"));
  BOOST_TEST(!has(check(again, spec, none), "missing_drift"));
}

BOOST_AUTO_TEST_CASE(a_column_that_became_empty_is_not_computed_and_its_gaps_are_seen) {
  const spec::DatasetSpec spec = tests::example_spec(2);
  const auto earlier =
      dataset::read_distributions(dataset::to_json(dataset::describe_data(plain_table(), spec), kDated, spec), spec);
  TrainingTable now = plain_table();
  for (std::size_t row = 0; row < now.n_rows(); ++row)
    cell(now, row, 0) = kMissing;
  const auto drift = dataset::compare_with_earlier(*earlier, now, spec);
  BOOST_TEST(!drift[0].population_stability);
  BOOST_TEST(!drift[0].kolmogorov_smirnov);
  BOOST_TEST(has(check(now, spec, drift), "missing_drift"));
  const nlohmann::json json = nlohmann::json::parse(dataset::to_json(drift));
  BOOST_TEST(json[0]["psi"].is_null());
  BOOST_TEST(json[0]["missing_now"] == 1.0);
}

BOOST_AUTO_TEST_CASE(findings_are_written_for_programs) {
  const Finding findings[] = {{Severity::warning, "a", "x", {"one", "uno"}}, dataset::as_finding({"b", "two"})};
  BOOST_TEST(dataset::to_json(findings) ==
             R"([{"severity":"warning","code":"a","feature":"x","text":{"en":"one","es":"uno"}},)"
             R"({"severity":"alarm","code":"b","feature":"","text":{"en":"two","es":"two"}}])");
  BOOST_TEST(dataset::worst_severity(findings) == "alarm");
}

BOOST_AUTO_TEST_SUITE_END()
