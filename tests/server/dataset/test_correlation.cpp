#include "server/dataset/correlation.hpp"

#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;
using tests::kMissing;

namespace {

/// x1 = x0 squared, with a gap in every sixth row; x2 = -x0; x3 constant.
dataset::TrainingTable related_columns(int n_rows) {
  std::vector<std::vector<float>> rows;
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < n_rows; ++i) {
    const auto x = static_cast<float>(i % 20);
    rows.push_back({x, i % 6 == 0 ? kMissing : x * x, -x, 7});
    labels.push_back(i % 2 == 0 ? 0 : 1);
  }
  return tests::table_of(rows, labels);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(correlation, *boost::unit_test::tolerance(1e-12))

// Expected: pandas 2, DataFrame.corr over the rows where both are there.
BOOST_AUTO_TEST_CASE(only_rows_where_both_were_measured_count) {
  const std::vector<dataset::Correlation> found = dataset::correlate(related_columns(60));
  BOOST_REQUIRE(found.size() == 6U);
  const dataset::Correlation& curved = found[dataset::correlation_index(0, 1, 4)];
  BOOST_TEST(curved.rows == 50);
  BOOST_TEST(*curved.pearson == 0.9660415759017785);
  BOOST_TEST(*curved.spearman == 1);
  const dataset::Correlation& falling = found[dataset::correlation_index(0, 2, 4)];
  BOOST_TEST(falling.rows == 60);
  BOOST_TEST(*falling.pearson == -1);
  BOOST_TEST(*falling.spearman == -1);
}

BOOST_AUTO_TEST_CASE(what_does_not_vary_or_is_seldom_measured_is_not_computed) {
  const std::vector<dataset::Correlation> constant = dataset::correlate(related_columns(60));
  BOOST_TEST(!constant[dataset::correlation_index(0, 3, 4)].pearson);
  BOOST_TEST(!constant[dataset::correlation_index(2, 3, 4)].spearman);
  const std::vector<dataset::Correlation> few = dataset::correlate(related_columns(30));
  BOOST_TEST(few[dataset::correlation_index(0, 1, 4)].rows == 25);
  BOOST_TEST(!few[dataset::correlation_index(0, 1, 4)].pearson);
  BOOST_TEST(few[dataset::correlation_index(0, 2, 4)].pearson.has_value());
}

BOOST_AUTO_TEST_CASE(pairs_are_numbered_row_by_row) {
  std::size_t expected = 0;
  for (std::size_t first = 0; first < 5; ++first)
    for (std::size_t second = first + 1; second < 5; ++second)
      BOOST_TEST(dataset::correlation_index(first, second, 5) == expected++);
}

BOOST_AUTO_TEST_SUITE_END()
