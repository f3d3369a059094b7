#include "server/dataset/target_halves.hpp"
#include "server/report/data_report.hpp"
#include "server/report/regression_plots.hpp"
#include "tests/server/training/regression_tables.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

using namespace clearwell;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

report::DataOverview overview_of(const dataset::TrainingTable& table) {
  const spec::DatasetSpec spec = tests::example_regression_spec(table.n_features);
  report::DataOverview overview{dataset::with_named_halves(spec, table), table, {}, {}, {}, {}, "2026-03-01", "test"};
  overview.statistics = dataset::describe_data(table, overview.spec);
  overview.findings = dataset::check_data(overview.statistics, overview.lineage, {}, overview.spec);
  return overview;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(regression_report)

BOOST_AUTO_TEST_CASE(an_overview_tells_of_the_numbers_and_of_their_halves) {
  const dataset::TrainingTable table = tests::learnable_numbers(300, 2);
  const report::DataOverview overview = overview_of(table);
  BOOST_TEST(overview.spec.label.positive_means.en ==
             "above " + base::short_number_text(dataset::median_target(table)).en + " mm");
  const std::string page = report::data_report_page(overview, base::Language::en);
  for (const char* words : {"Height", "that is the error to beat", "mm in the middle row", "Spearman", "above "})
    BOOST_TEST(contains(page, words), words << " is missing");
  for (const char* words : {"accuracy to beat", "ROC AUC", "same number of rows"})
    BOOST_TEST(!contains(page, words), words << " is about classes");
  BOOST_TEST(contains(report::data_report_page(overview, base::Language::es), "Altura"));
}

BOOST_AUTO_TEST_CASE(findings_are_none_of_classes) {
  dataset::TrainingTable table = tests::learnable_numbers(80, 3);
  const report::DataOverview overview = overview_of(table);
  for (const dataset::Finding& finding : overview.findings)
    for (const char* code : {"exactly_balanced", "few_rows_of_a_class", "strong_feature", "weak_features"})
      BOOST_TEST(finding.code != code);
  BOOST_TEST(overview.findings[0].code == "few_rows");
  BOOST_TEST(overview.findings[0].text.en == "Only 80 rows: what a model is worth cannot be known well.");
}

BOOST_AUTO_TEST_CASE(the_target_is_described_as_a_feature_is) {
  const dataset::TrainingTable table = tests::regression_table_of(1, {1, 2, 3, 4, 5}, {10, 20, 30, 40, 2000});
  const auto target = *dataset::describe_data(table, tests::example_regression_spec(1)).target;
  BOOST_TEST(target.summary->quantiles.q50 == 30);
  BOOST_TEST(target.summary->max == 2000);
  BOOST_TEST(target.implausible == 1);
}

BOOST_AUTO_TEST_CASE(plots_tell_the_errors_and_draw_a_dot_a_row) {
  report::EstimatedRows rows{"xgboost", {}};
  for (int row = 0; row < 40; ++row)
    rows.rows.push_back({row + 2.0, row * 1.0});
  const spec::LabelSpec label = tests::example_regression_spec(1).label;
  for (const std::string& plot : {report::estimate_plot(rows, label, base::Language::en),
                                  report::residual_plot(rows, label, base::Language::es)}) {
    BOOST_TEST(plot.starts_with("<svg"));
    std::size_t dots = 0;
    for (std::size_t at = plot.find("<circle"); at != std::string::npos; at = plot.find("<circle", at + 1))
      ++dots;
    BOOST_TEST(dots == 40);
    BOOST_TEST(!contains(plot, "nan"));
    BOOST_TEST(contains(plot, "(mm)"));
  }
  BOOST_TEST(contains(report::estimate_plot(rows, label, base::Language::en), "RMSE 2, MAE 2 mm"));
}

BOOST_AUTO_TEST_CASE(plots_of_one_row_have_axes) {
  const report::EstimatedRows rows{"xgboost", {{3, 3}}};
  const spec::LabelSpec label = tests::example_regression_spec(1).label;
  BOOST_TEST(!contains(report::estimate_plot(rows, label, base::Language::en), "nan"));
  BOOST_TEST(!contains(report::residual_plot(rows, label, base::Language::en), "nan"));
}

BOOST_AUTO_TEST_SUITE_END()
