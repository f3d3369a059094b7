#include "server/report/data_report.hpp"

#include "server/report/page.hpp"
#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;
using base::Language;
using report::DataOverview;

namespace {

DataOverview overview_of(const dataset::TrainingTable& table, const spec::DatasetSpec& spec) {
  DataOverview overview{.spec = spec,
                        .table = table,
                        .statistics = dataset::describe_data(table, spec),
                        .lineage = {.samples = static_cast<std::int64_t>(table.n_rows()), .sources = {{"a.csv", 1}}},
                        .findings = {},
                        .comparisons = dataset::compare_with_limits(table, spec, "2026-01-01"),
                        .made_on = "2026-01-01",
                        .made_by = "clearwell 1.2.3"};
  overview.findings = dataset::check_data(overview.statistics, overview.lineage, {}, spec);
  return overview;
}

spec::DatasetSpec two_parameters() {
  spec::DatasetSpec spec = tests::example_spec(2);
  spec.features[0].parameter = "total_dissolved_solids";
  spec.features[1].parameter = "conductivity";
  spec.features[0].unit = "mg/L";
  spec.features[1].unit = "µS/cm";
  spec.label.disclaimer = {"It means nothing.", "No significa nada."};
  return spec;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(data_report)

BOOST_AUTO_TEST_CASE(the_page_speaks_the_language_asked_for) {
  const DataOverview overview = overview_of(tests::noise_rows(200, 2, 1), two_parameters());
  const std::string english = report::data_report_page(overview, Language::en);
  const std::string spanish = report::data_report_page(overview, Language::es);
  for (const char* text : {"<h2>Findings</h2>", "<h2>Missing values</h2>", "<h2>Correlations</h2>", "It means nothing.",
                           "a.csv (1)", "Made on 2026-01-01 by clearwell 1.2.3.", "<h2>Can these values be true?</h2>",
                           "<h2>The label and the law</h2>"})
    BOOST_TEST(contains(english, text), text);
  for (const char* text : {"<h2>Hallazgos</h2>", "<h2>Valores ausentes</h2>", "<h2>Correlaciones</h2>",
                           "No significa nada.", "Hecho el 2026-01-01 con clearwell 1.2.3."})
    BOOST_TEST(contains(spanish, text), text);
  BOOST_TEST(!contains(spanish, "Findings"));
}

BOOST_AUTO_TEST_CASE(sections_without_anything_to_say_are_left_out) {
  const std::string page =
      report::data_report_page(overview_of(tests::noise_rows(20, 1, 1), tests::example_spec(1)), Language::en);
  for (const char* text :
       {"<h2>Can these values be true?</h2>", "<h2>The label and the law</h2>", "<h2>Correlations</h2>"})
    BOOST_TEST(!contains(page, text), text);
  BOOST_TEST(contains(page, "Nothing is missing."));
}

BOOST_AUTO_TEST_CASE(a_feature_never_measured_and_simulated_samples_are_said) {
  dataset::TrainingTable table = tests::noise_rows(200, 2, 1);
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.features[row * 2] = tests::kMissing;
  table.data_origin = "simulated";
  const std::string page = report::data_report_page(overview_of(table, two_parameters()), Language::en);
  BOOST_TEST(contains(page, "x0 was never measured."));
  BOOST_TEST(contains(page, "These samples are simulated."));
  BOOST_TEST(contains(page, "The training samples are simulated: invented water"));
  BOOST_TEST(!contains(page, "It means nothing."));  // that is said of the data set that the spec describes
  BOOST_TEST(contains(page, "<td>200</td><td><span class=\"bar\" style=\"--length:100.0%\">100.0 %</span></td>"));
  for (const char* nonsense : {"nan", "-nan", "inf "})
    BOOST_TEST(!contains(page, std::string(">") + nonsense), nonsense);
}

// Names come from files that anybody may have written.
BOOST_AUTO_TEST_CASE(no_name_becomes_markup) {
  const std::string hostile = "</title><script>alert(\"x\")</script><img src=x onerror='y'>\xff";
  spec::DatasetSpec spec = two_parameters();
  spec.title = spec.description = {hostile, hostile};
  spec.license = hostile;
  spec.label.positive_means = spec.label.negative_means = spec.label.disclaimer = {hostile, hostile};
  for (spec::FeatureSpec& feature : spec.features)
    feature.title = {hostile, hostile};
  dataset::TrainingTable table = tests::noise_rows(200, 2, 1);
  for (std::size_t row = 0; row < 60; ++row)
    table.features[row * 2] = tests::kMissing;
  DataOverview overview = overview_of(table, spec);
  overview.spec.features[0].unit = hostile;
  overview.lineage.sources = {{hostile, 1}};
  overview.findings.push_back(dataset::as_finding({"kind", hostile}));
  for (const Language language : {Language::en, Language::es}) {
    const std::string page = report::data_report_page(overview, language);
    for (const char* markup : {"<script", "<img", "\xff", "<title></title>"})
      BOOST_TEST(!contains(page, markup), markup);
    BOOST_TEST(contains(page, "&lt;script&gt;"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
