#include "server/dataset/feature_statistics.hpp"

#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;
using dataset::ClassCounts;
using dataset::FeatureStatistics;
using tests::kMissing;

namespace {

FeatureStatistics describe(const std::vector<float>& values, spec::Range plausible = {-100, 100}) {
  spec::DatasetSpec spec = tests::example_spec(1);
  spec.features[0].plausible = plausible;
  return dataset::describe_feature(tests::column_table(values), spec.features[0], 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(feature_statistics)

// Expected: numpy's mean, std(ddof=1), quantile.
BOOST_AUTO_TEST_CASE(values_are_summed_up_and_gaps_are_counted_by_class) {
  const FeatureStatistics statistics = describe({4, 1, kMissing, 2, 8, 16, kMissing, kMissing});
  BOOST_CHECK((statistics.measured == ClassCounts{4, 1}));
  BOOST_CHECK((statistics.missing == ClassCounts{2, 1}));
  BOOST_REQUIRE(statistics.summary);
  BOOST_TEST(statistics.summary->mean == 6.2, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(*statistics.summary->sd == 6.09918027279076, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(statistics.summary->min == 1);
  BOOST_TEST(statistics.summary->max == 16);
  BOOST_TEST(statistics.summary->quantiles.q25 == 2);
  BOOST_TEST(statistics.summary->quantiles.q50 == 4);
  BOOST_TEST(statistics.summary->quantiles.q95 == 14.4, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(statistics.distinct == 5);
  BOOST_TEST(*statistics.distribution.missing_share() == 3.0 / 8);
}

BOOST_AUTO_TEST_CASE(a_feature_that_was_never_measured_has_no_figures) {
  const FeatureStatistics statistics = describe({kMissing, kMissing, kMissing});
  BOOST_TEST(!statistics.summary);
  BOOST_TEST(!statistics.outliers);
  BOOST_TEST(!statistics.roc_auc);
  BOOST_TEST(!statistics.missing_p_value);
  BOOST_TEST(statistics.histogram.edges.empty());
  BOOST_TEST(statistics.distinct == 0);
  BOOST_TEST(statistics.repeated.empty());
}

BOOST_AUTO_TEST_CASE(one_value_has_no_spread) {
  const FeatureStatistics statistics = describe({5});
  BOOST_TEST(statistics.summary->mean == 5);
  BOOST_TEST(!statistics.summary->sd);
  BOOST_TEST(statistics.summary->quantiles.q99 == 5);
}

BOOST_AUTO_TEST_CASE(both_ends_of_the_plausible_range_are_plausible_though_float32_moves_them) {
  BOOST_TEST(describe({0.1F, 0.3F, 0.7F}, {0.1, 0.7}).implausible == 0);
  BOOST_TEST(describe({0.0999F, 0.3F, 0.7001F}, {0.1, 0.7}).implausible == 2);
}

BOOST_AUTO_TEST_CASE(outliers_are_beyond_tukeys_fences) {
  std::vector<float> values;
  for (int i = 0; i <= 100; ++i)
    values.push_back(static_cast<float>(i));
  values.insert(values.end(), {-51, 150, 151, 226});
  const FeatureStatistics statistics = describe(values, {-1000, 1000});
  BOOST_REQUIRE(statistics.outliers);
  BOOST_TEST(statistics.summary->quantiles.q25 == 25);
  BOOST_TEST(statistics.summary->quantiles.q75 == 77);
  BOOST_TEST(statistics.outliers->lower_fence == -53);
  BOOST_TEST(statistics.outliers->upper_fence == 155);
  BOOST_TEST(statistics.outliers->outside.all() == 1);
  BOOST_TEST(statistics.outliers->far_outside.all() == 0);
  values.push_back(1000);
  BOOST_TEST(describe(values, {-1000, 1000}).outliers->far_outside.all() == 1);
}

BOOST_AUTO_TEST_CASE(quartiles_of_one_value_have_no_fences) {
  BOOST_TEST(!describe({1, 1, 1, 1, 1, 9}).outliers);
}

BOOST_AUTO_TEST_CASE(the_values_that_most_rows_have_are_kept_by_class) {
  const FeatureStatistics statistics = describe({3, 3, 1, 7, 7, 7, 7, 2, 2, 5, 5, 9});
  const std::vector<dataset::RepeatedValue> expected = {{7, {3, 1}}, {2, {1, 1}}, {3, {2, 0}}};
  BOOST_CHECK(statistics.repeated == expected);
}

BOOST_AUTO_TEST_CASE(a_number_of_the_sample_is_known_by_its_rise) {
  BOOST_TEST(describe({1, 2, 5, kMissing, 9}).counts_upwards);
  BOOST_TEST(!describe({1, 2, 2, 9}).counts_upwards);
  BOOST_TEST(!describe({1, 2.5, 9}).counts_upwards);
  BOOST_TEST(!describe({7}).counts_upwards);
}

BOOST_AUTO_TEST_CASE(the_bare_value_is_a_score) {
  std::vector<std::vector<float>> rows;
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < 10; ++i) {
    rows.push_back({static_cast<float>(i)});
    labels.push_back(i < 4 ? 1 : 0);
  }
  BOOST_TEST(*dataset::describe_feature(tests::table_of(rows, labels), tests::example_spec(1).features[0], 0).roc_auc ==
             0);
}

BOOST_AUTO_TEST_SUITE_END()
