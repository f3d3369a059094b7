#include "server/dataset/split.hpp"
#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace clearwell;
namespace bdata = boost::unit_test::data;

namespace {

dataset::TrainingTable numbers(std::size_t n_rows) {
  dataset::TrainingTable table = tests::noise_rows(n_rows, 1, 3);
  for (std::size_t row = 0; row < n_rows; ++row)
    table.targets.push_back(static_cast<double>((row * 37) % n_rows));
  return table;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(regression_folds)

BOOST_DATA_TEST_CASE(each_fold_has_low_and_high_numbers_alike, bdata::make({50, 53, 103}), n_rows) {
  const dataset::TrainingTable table = numbers(static_cast<std::size_t>(n_rows));
  const dataset::Folds folds = dataset::draw_folds(table, {}, 5, 7);
  for (int fold = 0; fold < 5; ++fold) {
    std::vector<double> targets;
    for (const std::size_t row : folds.test_rows(fold))
      targets.push_back(table.targets[row]);
    std::sort(targets.begin(), targets.end());
    BOOST_TEST(static_cast<int>(targets.size()) >= n_rows / 5);
    BOOST_TEST(static_cast<int>(targets.size()) <= n_rows / 5 + 1);
    for (std::size_t rank = 0; rank < targets.size(); ++rank)  // one of each stretch of five
      BOOST_REQUIRE(static_cast<std::size_t>(targets[rank]) / 5 == rank);
  }
}

BOOST_AUTO_TEST_CASE(the_seed_decides) {
  const dataset::TrainingTable table = numbers(60);
  BOOST_CHECK(dataset::draw_folds(table, {}, 3, 1) == dataset::draw_folds(table, {}, 3, 1));
  BOOST_CHECK(dataset::draw_folds(table, {}, 3, 1) != dataset::draw_folds(table, {}, 3, 2));
}

BOOST_AUTO_TEST_CASE(a_group_is_in_one_fold_and_folds_are_of_like_size) {
  dataset::TrainingTable table = numbers(90);
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    table.groups.push_back("site " + std::to_string(row % 9));
  const dataset::Folds folds = dataset::draw_folds(table, {.method = spec::SplitMethod::group}, 3, 1);
  std::map<std::string, std::set<int>> folds_of_group;
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    folds_of_group[table.groups[row]].insert(folds.fold_of_row[row]);
  for (const auto& [group, of] : folds_of_group)
    BOOST_TEST(of.size() == 1);
  for (int fold = 0; fold < 3; ++fold)
    BOOST_TEST(folds.test_rows(fold).size() == 30);
  BOOST_TEST(dataset::inner_folds(table, {.method = spec::SplitMethod::group}, 20, 1).n_folds == 9);
}

BOOST_AUTO_TEST_CASE(stretches_of_a_rising_series_can_judge) {
  // All early numbers are low: two classes of them could not be divided so.
  dataset::TrainingTable table = numbers(40);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    table.targets[row] = static_cast<double>(row);
    table.labels[row] = row < 20 ? 0 : 1;
    table.sampled_at.push_back("20" + std::to_string(10 + row) + "-01-01T00:00:00");
  }
  const dataset::Folds folds = dataset::draw_folds(table, {.method = spec::SplitMethod::time}, 3, 1);
  BOOST_CHECK(dataset::check_folds(table, folds));
  BOOST_TEST(dataset::inner_folds(table, {.method = spec::SplitMethod::time}, 5, 1).n_folds == 5);
}

BOOST_AUTO_TEST_CASE(a_fold_of_one_row_is_refused) {
  const dataset::TrainingTable table = numbers(4);
  const auto usable = dataset::check_folds(table, dataset::Folds{3, {0, 0, 1, 2}});
  BOOST_REQUIRE(!usable);
  BOOST_TEST(usable.error().message == "fold 1 of 3 holds 1 of the 4 rows; at least 2 in each fold are needed");
  BOOST_TEST(usable.error().field == "folds");
}

BOOST_AUTO_TEST_SUITE_END()
