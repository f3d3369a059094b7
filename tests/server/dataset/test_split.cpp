#include "server/dataset/split.hpp"

#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <ostream>
#include <set>

namespace bdata = boost::unit_test::data;
using namespace clearwell;
using dataset::Folds;
using dataset::TrainingTable;
using spec::SplitMethod;
using Rows = std::vector<std::size_t>;

namespace {

const auto kNewYear2025 =
    std::chrono::year_month_day{std::chrono::year(2025), std::chrono::January, std::chrono::day(1)};

/// 600 noise rows of 40 sites of very different size, in months from 2022-01 to 2026-12, not in order.
TrainingTable sites_in_time() {
  TrainingTable table = tests::noise_rows(600, 1, 7);
  random::SplitMix64 random(8);
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    table.groups.push_back("site " + std::to_string(random.below(1 + random.below(40))));
    const std::string month = std::to_string(1 + random.below(12));
    table.sampled_at.push_back(std::to_string(2022 + random.below(5)) + "-" + (month.size() == 1 ? "0" : "") + month +
                               "-01T00:00:00");
  }
  return table;
}

std::set<std::string> groups_in(const TrainingTable& table, const Rows& rows) {
  std::set<std::string> groups;
  for (const std::size_t row : rows)
    groups.insert(table.groups[row]);
  return groups;
}

bool have_common(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& group) { return b.contains(group); });
}

struct Division {
  SplitMethod method;
  bool from_a_day;
};
std::ostream& operator<<(std::ostream& out, const Division& division) {
  return out << spec::to_string(division.method) << (division.from_a_day ? " from a day on" : "");
}
const Division kDivisions[] = {{SplitMethod::stratified, false},
                               {SplitMethod::group, false},
                               {SplitMethod::time, false},
                               {SplitMethod::time, true},
                               {SplitMethod::time_and_group, true}};

}  // namespace

BOOST_AUTO_TEST_SUITE(split)

BOOST_DATA_TEST_CASE(who_judges_was_not_fitted_to, bdata::make(kDivisions), division) {
  const TrainingTable table = sites_in_time();
  spec::SplitSpec split{.method = division.method, .folds = 4};
  if (division.from_a_day) split.test_from = kNewYear2025;
  const int n_folds = split.is_one_hold_out() ? 1 : 4;
  const Folds folds = dataset::draw_folds(table, split, n_folds, 1);
  BOOST_TEST(folds.n_folds == n_folds);
  BOOST_TEST(static_cast<bool>(dataset::check_folds(table.labels, folds)));
  BOOST_TEST((folds == dataset::draw_folds(table, split, n_folds, 1)));
  for (int fold = 0; fold < n_folds; ++fold) {
    const Rows judged = folds.test_rows(fold);
    const Rows fitted = folds.train_rows(fold);
    BOOST_TEST(!judged.empty());
    BOOST_TEST(std::is_sorted(fitted.begin(), fitted.end()));
    for (const std::size_t row : judged)
      BOOST_TEST(!std::binary_search(fitted.begin(), fitted.end(), row));
    if (split.by_group()) BOOST_TEST(!have_common(groups_in(table, judged), groups_in(table, fitted)));
    if (!split.by_time()) continue;
    std::string latest;
    for (const std::size_t row : fitted)
      latest = std::max(latest, table.sampled_at[row]);
    for (const std::size_t row : judged)
      BOOST_TEST(table.sampled_at[row] > latest);
  }
}

BOOST_AUTO_TEST_CASE(groups_are_dealt_so_that_folds_are_level_in_the_rarer_class) {
  const TrainingTable table = sites_in_time();
  const Folds folds = dataset::group_folds(table.labels, table.groups, 4, 1);
  const auto positives = std::count(table.labels.begin(), table.labels.end(), std::uint8_t{1});
  for (int fold = 0; fold < 4; ++fold) {
    const Rows rows = folds.test_rows(fold);
    const auto in_fold = std::count_if(rows.begin(), rows.end(), [&](std::size_t row) { return table.labels[row]; });
    BOOST_CHECK_SMALL(static_cast<double>(in_fold) / static_cast<double>(positives) - 0.25, 0.03);
  }
  BOOST_TEST((folds != dataset::group_folds(table.labels, table.groups, 4, 2)));
}

BOOST_AUTO_TEST_CASE(stretches_of_time_follow_one_another_and_the_first_only_trains) {
  TrainingTable table = tests::noise_rows(8, 1, 1);
  table.sampled_at = {"2024-05", "2024-01", "2024-01", "2024-02", "2024-03", "2024-04", "2024-03", "2024-06"};
  const Folds folds = dataset::draw_folds(table, {.method = SplitMethod::time}, 3, 1);
  BOOST_TEST(folds.fold_of_row == (std::vector<int>{2, -1, -1, 0, 1, 1, 1, 2}), boost::test_tools::per_element());
  BOOST_TEST((folds.train_rows(0) == Rows{1, 2}));
  BOOST_TEST((folds.train_rows(1) == Rows{1, 2, 3}));
  BOOST_TEST((folds.train_rows(2) == Rows{1, 2, 3, 4, 5, 6}));
}

BOOST_AUTO_TEST_CASE(later_samples_of_a_group_judge_what_was_fitted_to_earlier_ones_of_the_others) {
  TrainingTable table = tests::noise_rows(6, 1, 1);
  table.labels = {1, 0, 1, 0, 1, 0};
  table.groups = {"a", "a", "b", "b", "gone", "a"};
  table.sampled_at = {"2024-12-31T23:59:59", "2025-01-01T00:00:00", "2024-01-01", "2026-01-01", "2023-01-01", "2022"};
  const spec::SplitSpec split{.method = SplitMethod::time_and_group, .test_from = kNewYear2025, .folds = 2};
  const Folds folds = dataset::draw_folds(table, split, 2, 1);
  const int of_a = folds.fold_of_row[1];
  BOOST_TEST(folds.fold_of_row == (std::vector<int>{-1, of_a, -1, 1 - of_a, -1, -1}), boost::test_tools::per_element());
  BOOST_TEST((folds.train_rows(of_a) == Rows{2, 4}));
  BOOST_TEST((folds.train_rows(1 - of_a) == Rows{0, 4, 5}));
  BOOST_TEST((dataset::fitted_rows(table, split) == Rows{0, 2, 4, 5}));
  BOOST_TEST((dataset::held_out_rows(table, split) == Rows{1, 3}));
  BOOST_TEST(dataset::fitted_rows(table, {}).size() == 6);
  BOOST_TEST(dataset::held_out_rows(table, {}).empty());
}

BOOST_AUTO_TEST_CASE(inner_folds_keep_a_group_together_where_the_split_does) {
  const TrainingTable table = sites_in_time();
  const Folds stratified = dataset::inner_folds(table, {.method = SplitMethod::time}, 5, 3);
  BOOST_TEST((stratified == dataset::stratified_folds(table.labels, 5, 3)));
  const Folds grouped = dataset::inner_folds(table, {.method = SplitMethod::time_and_group}, 5, 3);
  BOOST_TEST(grouped.n_folds == 5);
  for (int fold = 0; fold < 5; ++fold)
    BOOST_TEST(!have_common(groups_in(table, grouped.test_rows(fold)), groups_in(table, grouped.train_rows(fold))));

  TrainingTable few = tests::noise_rows(6, 1, 1);
  few.labels = {1, 1, 1, 0, 0, 0};
  few.groups = {"a", "a", "b", "b", "c", "d"};  // two groups with a positive row
  BOOST_TEST(dataset::inner_folds(few, {.method = SplitMethod::group}, 5, 3).n_folds == 2);
}

BOOST_AUTO_TEST_CASE(a_fold_whose_model_would_see_one_class_is_said) {
  TrainingTable table = tests::noise_rows(8, 1, 1);
  table.labels = {0, 0, 0, 1, 0, 0, 1, 1};
  for (const char* day : {"2024-03-01", "2025-03-01"})
    table.sampled_at.insert(table.sampled_at.end(), 4, day);
  const Folds folds = dataset::draw_folds(table, {.method = SplitMethod::time, .test_from = kNewYear2025}, 1, 1);
  const Result<Ok> checked = dataset::check_folds(table.labels, folds);
  BOOST_REQUIRE(!checked);
  BOOST_TEST(checked.error().message ==
             "what is fitted to beside fold 0 of 1 holds 1 of the 3 positive rows; at least 2 in each fold are needed");
}

BOOST_AUTO_TEST_SUITE_END()
