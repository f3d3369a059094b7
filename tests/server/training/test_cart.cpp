#include "server/training/cart.hpp"

#include "tests/server/training/fitted_trees.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using dataset::TrainingTable;
using training::CartNode;
using training::CartTree;
using training::ClassCounts;
using training::GrowthLimits;

namespace {

bool goes_left(const CartNode& node, const TrainingTable& table, std::size_t row) {
  const float x = table.row(row)[static_cast<std::size_t>(node.feature)];
  return std::isnan(x) ? node.missing_goes_left : x < node.value;
}

struct Sides {
  ClassCounts left, right;
};

Sides divide(const CartNode& split, const TrainingTable& table, std::span<const ClassCounts> counts,
             const std::vector<std::size_t>& rows) {
  Sides sides;
  for (const std::size_t row : rows)
    (goes_left(split, table, row) ? sides.left : sides.right) += counts[row];
  return sides;
}

/// The least impurity that any allowed split of these rows leaves, by trying every value of every feature.
double least_impurity(const TrainingTable& table, std::span<const ClassCounts> counts,
                      const std::vector<std::size_t>& rows, const GrowthLimits& limits) {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t feature = 0; feature < table.n_features; ++feature) {
    std::vector<float> values = {std::numeric_limits<float>::infinity()};
    for (const std::size_t row : rows)
      values.push_back(table.row(row)[feature]);
    for (const float value : values) {
      for (const bool missing_goes_left : {false, true}) {
        CartNode split;
        split.feature = static_cast<std::int32_t>(feature);
        split.value = value;
        split.missing_goes_left = missing_goes_left;
        const Sides sides = divide(split, table, counts, rows);
        if (std::min(sides.left.rows, sides.right.rows) < limits.min_samples_leaf) continue;
        least = std::min(least, sides.left.impurity() + sides.right.impurity());
      }
    }
  }
  return least;
}

/// Every node holds its rows' counts; every split is the best there is; every leaf has a reason.
void check_node(const CartTree& tree, std::size_t index, int depth, const TrainingTable& table,
                std::span<const ClassCounts> counts, const std::vector<std::size_t>& rows, const GrowthLimits& limits) {
  const CartNode& node = tree[index];
  ClassCounts total;
  for (const std::size_t row : rows)
    total += counts[row];
  BOOST_REQUIRE((node.counts == total));
  const double least = least_impurity(table, counts, rows, limits);
  if (node.feature < 0) {
    BOOST_REQUIRE((total.pure() || total.rows < limits.min_samples_split || depth == limits.max_depth ||
                   least == std::numeric_limits<double>::infinity()));
    return;
  }
  const Sides sides = divide(node, table, counts, rows);
  BOOST_REQUIRE_CLOSE_FRACTION(1 + sides.left.impurity() + sides.right.impurity(), 1 + least, 1e-12);
  std::vector<std::size_t> left, right;
  for (const std::size_t row : rows)
    (goes_left(node, table, row) ? left : right).push_back(row);
  check_node(tree, node.left, depth + 1, table, counts, left, limits);
  check_node(tree, node.right, depth + 1, table, counts, right, limits);
}

/// Four features with gaps: two of many values, one of six, one that is mostly missing.
TrainingTable rough_table(std::size_t n_rows, std::uint64_t seed) {
  random::SplitMix64 random(seed);
  std::vector<double> features;
  std::vector<std::uint8_t> labels;
  for (std::size_t row = 0; row < n_rows; ++row) {
    const auto a = static_cast<float>(random.fraction() - 0.5);
    const auto b = static_cast<float>(random.fraction() - 0.5);
    features.insert(features.end(), {random.below(5) == 0 ? NAN : a, b, static_cast<float>(random.below(6)),
                                     random.below(5) != 0 ? NAN : static_cast<float>(random.below(3))});
    labels.push_back((a * b > 0) != (random.below(5) == 0) ? 1 : 0);
  }
  return tests::table_of(4, features, labels);
}

const GrowthLimits kLimits[] = {
    {},
    {.max_depth = 3},
    {.min_samples_split = 20},
    {.min_samples_leaf = 7},
};

CartTree grow(const TrainingTable& table, const GrowthLimits& limits, std::uint64_t seed = 1) {
  return training::grow_tree(training::FeatureBins(table), training::count_once(table.labels), limits, seed);
}

int depth_of(const CartTree& tree, std::size_t index = 0) {
  if (tree[index].feature < 0) return 0;
  return 1 + std::max(depth_of(tree, tree[index].left), depth_of(tree, tree[index].right));
}

bool equal(const CartTree& a, const CartTree& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const CartNode& x, const CartNode& y) {
    return x.counts == y.counts && x.feature == y.feature && x.value == y.value && x.left == y.left &&
           x.right == y.right && x.missing_goes_left == y.missing_goes_left;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cart)

BOOST_DATA_TEST_CASE(every_split_is_the_best_one, bdata::xrange(std::size(kLimits)), which) {
  const GrowthLimits& limits = kLimits[which];
  const TrainingTable table = rough_table(300, 11);
  random::SplitMix64 random(12);
  std::vector<ClassCounts> counts(table.n_rows());  // as a bootstrap draws them: some rows never, some twice
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const auto times = static_cast<std::uint32_t>(random.below(3));
    counts[row] = {times, times * table.labels[row]};
    if (times > 0) rows.push_back(row);
  }
  const CartTree tree = training::grow_tree(training::FeatureBins(table), counts, limits, 1);
  BOOST_TEST(tree.size() > 10U);
  check_node(tree, 0, 0, table, counts, rows, limits);
}

BOOST_AUTO_TEST_CASE(a_lower_depth_is_the_top_of_a_deeper_tree_whatever_is_drawn) {
  const TrainingTable table = rough_table(300, 13);
  for (const std::size_t max_features : {1U, 2U, 4U}) {
    const CartTree deep = grow(table, {.max_features = max_features}, 5);
    for (int depth = 1; depth <= depth_of(deep); ++depth)
      BOOST_TEST(
          equal(training::cut_below(deep, depth), grow(table, {.max_depth = depth, .max_features = max_features}, 5)));
  }
}

BOOST_AUTO_TEST_CASE(features_are_drawn_evenly_and_constant_ones_do_not_count) {
  random::SplitMix64 random(14);
  std::vector<double> features;
  std::vector<std::uint8_t> labels;
  for (int row = 0; row < 50; ++row) {
    for (int feature = 0; feature < 3; ++feature)
      features.push_back(static_cast<float>(random.fraction()));
    features.push_back(7);
    labels.push_back(static_cast<std::uint8_t>(random.below(2)));
  }
  const TrainingTable table = tests::table_of(4, features, labels);
  int roots[4] = {};
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const CartTree tree = grow(table, {.max_depth = 1, .max_features = 1}, seed);
    BOOST_REQUIRE(tree.size() == 3);
    ++roots[tree[0].feature];
  }
  for (int feature = 0; feature < 3; ++feature)
    BOOST_CHECK_SMALL(roots[feature] - 1000.0, 4 * std::sqrt(3000 * 2.0 / 9));  // four standard deviations
  BOOST_TEST(roots[3] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
