#include "server/training/feature_bins.hpp"

#include "server/training/estimator.hpp"
#include "tests/server/training/fitted_trees.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>
#include <map>
#include <ostream>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using training::FeatureBins;

namespace {

constexpr float kLargest = std::numeric_limits<float>::max();
constexpr float kSmallest = std::numeric_limits<float>::denorm_min();

dataset::TrainingTable one_feature(const std::vector<float>& values) {
  return tests::table_of(1, {values.begin(), values.end()}, std::vector<std::uint8_t>(values.size()));
}

struct Neighbours {
  float low, high, split;
};
std::ostream& operator<<(std::ostream& out, const Neighbours& n) {
  return out << n.low << " and " << n.high;
}

const Neighbours kNeighbours[] = {
    {1, 2, 1.5F},
    {-3, 5, 1},
    {-kLargest, kLargest, 0},
    {kLargest / 2, kLargest, kLargest * 0.75F},
    {1, std::nextafter(1.0F, 2.0F), std::nextafter(1.0F, 2.0F)},  // nothing lies between: the upper one
    {std::nextafter(1.0F, 0.0F), 1, 1},
    {0, kSmallest, kSmallest},
    {-kSmallest, 0, 0},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(feature_bins)

BOOST_AUTO_TEST_CASE(few_distinct_values_have_a_bin_each) {
  const FeatureBins bins(tests::table_of(2, {3, 7, 1, NAN, 3, 7, -2, 7}, {0, 0, 0, 0}));
  const FeatureBins::Bin first[] = {2, 1, 2, 0};
  const FeatureBins::Bin second[] = {0, FeatureBins::kMissing, 0, 0};
  BOOST_TEST(bins.column(0) == first, boost::test_tools::per_element());
  BOOST_TEST(bins.column(1) == second, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(a_split_value_stands_between_its_bins, bdata::make(kNeighbours), n) {
  const FeatureBins bins(one_feature({n.high, n.low}));
  const float split = bins.split_value(0, 0, 1);
  BOOST_TEST(split == n.split);
  BOOST_TEST(n.low < split);
  BOOST_TEST(!(n.high < split));
}

BOOST_AUTO_TEST_CASE(as_many_distinct_values_as_bins_are_still_exact) {
  // The first value in nearly all rows: equal shares of rows would put the others together.
  std::vector<float> values(20'000, 0);
  for (int i = 0; i < FeatureBins::kMaxBins; ++i)
    values.push_back(static_cast<float>(i));
  const FeatureBins bins(one_feature(values));
  for (std::size_t row = 0; row < values.size(); ++row)
    BOOST_REQUIRE(bins.column(0)[row] == static_cast<FeatureBins::Bin>(values[row]));
}

BOOST_AUTO_TEST_CASE(more_distinct_values_share_bins_of_about_equally_many_rows) {
  // Half of the rows hold one value, which no number of bins can divide.
  random::SplitMix64 random(4);
  std::vector<float> values;
  for (int i = 0; i < 60'000; ++i)
    values.push_back(i % 2 == 0 ? 0.25F : static_cast<float>(random.fraction()));
  const FeatureBins bins(one_feature(values));
  struct Bin {
    float lowest = 1, highest = 0;
    int rows = 0;
  };
  std::map<FeatureBins::Bin, Bin> content;
  for (std::size_t row = 0; row < values.size(); ++row) {
    Bin& bin = content[bins.column(0)[row]];
    bin.lowest = std::min(bin.lowest, values[row]);
    bin.highest = std::max(bin.highest, values[row]);
    ++bin.rows;
  }
  BOOST_TEST(content.size() > 2000U);
  BOOST_TEST(content.size() <= FeatureBins::kMaxBins);
  for (auto bin = content.begin(), next = std::next(bin); next != content.end(); bin = next++) {
    BOOST_REQUIRE(bin->first + 1 == next->first);
    BOOST_REQUIRE(bin->second.highest < next->second.lowest);
    BOOST_REQUIRE(bin->second.rows <= (bin->second.highest == 0.25F ? 30'016 : 16));
  }
}

BOOST_AUTO_TEST_CASE(an_infinite_value_is_refused) {
  BOOST_CHECK_EXCEPTION(FeatureBins(tests::table_of(2, {1, 2, 3, -INFINITY}, {0, 1})), training::TrainingError,
                        [](const training::TrainingError& error) {
                          return std::string(error.what()) ==
                                 "row 1 has an infinite value in feature 1; a tree has no middle to split it at";
                        });
}

BOOST_AUTO_TEST_SUITE_END()
