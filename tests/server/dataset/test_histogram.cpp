#include "server/dataset/histogram.hpp"

#include "common/random/split_mix.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

using namespace clearwell;
using dataset::Histogram;

namespace {

Histogram histogram_of(const std::vector<float>& values) {
  std::vector<std::uint8_t> labels(values.size());
  for (std::size_t row = 0; row < values.size(); ++row)
    labels[row] = row % 2 == 0 ? 0 : 1;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return dataset::make_histogram(values, labels, sorted);
}

std::int64_t rows_in(const Histogram& histogram) {
  std::int64_t rows = 0;
  for (const dataset::ClassCounts& counts : histogram.counts)
    rows += counts.all();
  return rows;
}

std::vector<float> random_values(std::size_t n, double scale) {
  random::SplitMix64 random(1);
  std::vector<float> values;
  for (std::size_t i = 0; i < n; ++i)
    values.push_back(static_cast<float>(scale * (random.fraction() + random.fraction() + random.fraction())));
  return values;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(histogram)

BOOST_AUTO_TEST_CASE(few_values_have_a_bin_each) {
  const Histogram histogram = histogram_of({0, 1, 1, 1, 4});
  const std::vector<double> edges = {-0.5, 0.5, 2.5, 5.5};
  BOOST_TEST(histogram.edges == edges, boost::test_tools::per_element());
  const std::vector<dataset::ClassCounts> counts = {{1, 0}, {1, 2}, {1, 0}};
  BOOST_CHECK(histogram.counts == counts);
  BOOST_TEST(!histogram.open_below);
  BOOST_TEST(!histogram.open_above);
}

BOOST_AUTO_TEST_CASE(a_single_value_has_a_bin_around_it) {
  const std::vector<double> edges = {6.5, 7.5};
  BOOST_TEST(histogram_of({7, 7}).edges == edges, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_measured_has_no_bins) {
  BOOST_TEST(histogram_of({}).edges.empty());
  BOOST_TEST(histogram_of({}).counts.empty());
}

BOOST_AUTO_TEST_CASE(many_values_have_round_bins_that_hold_every_row) {
  for (const double scale : {1e-6, 1.0, 12345.0, 1e12}) {
    const Histogram histogram = histogram_of(random_values(3000, scale));
    BOOST_TEST(histogram.counts.size() >= 8U);
    BOOST_TEST(histogram.counts.size() <= 42U);
    BOOST_TEST(rows_in(histogram) == 3000);
    const double width = histogram.edges[1] - histogram.edges[0];
    const double digit = width / std::pow(10, std::floor(std::log10(width) + 1e-6));
    BOOST_TEST((std::fabs(digit - 1) < 1e-6 || std::fabs(digit - 2) < 1e-6 || std::fabs(digit - 5) < 1e-6), digit);
  }
}

BOOST_AUTO_TEST_CASE(a_lonely_giant_does_not_press_the_others_into_one_bin) {
  std::vector<float> values = random_values(1000, 1);
  values.push_back(1e9F);
  values.push_back(-1e9F);
  const Histogram histogram = histogram_of(values);
  BOOST_TEST(histogram.open_above);
  BOOST_TEST(histogram.open_below);
  BOOST_TEST(rows_in(histogram) == 1002);
  BOOST_TEST(histogram.edges.back() < 20);
  BOOST_TEST(histogram.counts.size() >= 8U);
}

BOOST_AUTO_TEST_CASE(quartiles_of_one_value_still_have_bins) {
  std::vector<float> values(1000, 0.0F);
  for (int i = 1; i <= 100; ++i)
    values.push_back(static_cast<float>(i));
  const Histogram histogram = histogram_of(values);
  BOOST_TEST(rows_in(histogram) == 1100);
  BOOST_TEST(histogram.counts.size() >= 8U);
}

BOOST_AUTO_TEST_SUITE_END()
