#include "server/dataset/folds.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <iterator>
#include <ostream>

namespace bdata = boost::unit_test::data;
using namespace clearwell::dataset;

namespace {

std::vector<std::uint8_t> labels_of(std::size_t positives, std::size_t negatives) {
  std::vector<std::uint8_t> labels(positives, 1);
  labels.insert(labels.end(), negatives, 0);
  return labels;
}

std::ptrdiff_t rows_of_class(const std::vector<std::uint8_t>& labels, const std::vector<std::size_t>& rows, int label) {
  return std::count_if(rows.begin(), rows.end(), [&](std::size_t row) { return labels[row] == label; });
}

struct Division {
  std::size_t positives, negatives;
  int n_folds;
};
std::ostream& operator<<(std::ostream& out, const Division& d) {
  return out << d.positives << " + " << d.negatives << " rows in " << d.n_folds << " folds";
}
const Division kDivisions[] = {{1278, 1998, 5}, {10, 10, 5}, {7, 24, 3}, {13, 4, 2}, {101, 103, 10}};

}  // namespace

BOOST_AUTO_TEST_SUITE(folds)

BOOST_DATA_TEST_CASE(every_row_is_tested_once_and_classes_are_level, bdata::make(kDivisions), d) {
  const std::vector<std::uint8_t> labels = labels_of(d.positives, d.negatives);
  const Folds folds = stratified_folds(labels, d.n_folds, 42);
  std::vector<std::ptrdiff_t> sizes, positives;
  for (int fold = 0; fold < d.n_folds; ++fold) {
    const std::vector<std::size_t> test = folds.test_rows(fold);
    const std::vector<std::size_t> train = folds.train_rows(fold);
    BOOST_TEST(test.size() + train.size() == labels.size());
    std::vector<std::size_t> both;
    std::set_intersection(test.begin(), test.end(), train.begin(), train.end(), std::back_inserter(both));
    BOOST_TEST(both.empty());
    sizes.push_back(static_cast<std::ptrdiff_t>(test.size()));
    positives.push_back(rows_of_class(labels, test, 1));
  }
  const auto spread = [](const auto& counts) {
    return *std::max_element(counts.begin(), counts.end()) - *std::min_element(counts.begin(), counts.end());
  };
  BOOST_TEST(spread(sizes) <= 1);
  BOOST_TEST(spread(positives) <= 1);
}

BOOST_AUTO_TEST_CASE(a_seed_means_the_same_folds_on_every_machine) {
  // Written down once: a change here changes every past result's folds.
  const Folds folds = stratified_folds(labels_of(6, 6), 3, 42);
  const std::vector<int> expected = {2, 2, 0, 1, 0, 1, 2, 2, 0, 1, 0, 1};
  BOOST_TEST(folds.fold_of_row == expected, boost::test_tools::per_element());
  BOOST_CHECK(stratified_folds(labels_of(600, 600), 3, 42) != stratified_folds(labels_of(600, 600), 3, 43));
}

BOOST_AUTO_TEST_CASE(rows_of_a_class_are_dealt_by_chance_and_not_by_position) {
  const Folds folds = stratified_folds(labels_of(1000, 1000), 2, 7);
  const auto first_half = std::count(folds.fold_of_row.begin(), folds.fold_of_row.begin() + 500, 0);
  BOOST_TEST(first_half > 200);
  BOOST_TEST(first_half < 300);
}

BOOST_AUTO_TEST_CASE(a_fold_without_two_rows_of_a_class_is_refused) {
  const std::vector<std::uint8_t> labels = labels_of(5, 20);
  const auto refused = check_folds(labels, stratified_folds(labels, 3, 1));
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message ==
             "fold 2 of 3 holds 1 of the 5 positive rows; at least 2 in each fold are needed");
  BOOST_TEST(refused.error().field == "folds");
  BOOST_CHECK(check_folds(labels, stratified_folds(labels, 2, 1)));

  const std::vector<std::uint8_t> mirrored = labels_of(20, 3);
  const auto other_class = check_folds(mirrored, stratified_folds(mirrored, 2, 1));
  BOOST_REQUIRE(!other_class);
  BOOST_TEST(other_class.error().message ==
             "fold 1 of 2 holds 1 of the 3 negative rows; at least 2 in each fold are needed");
}

BOOST_AUTO_TEST_CASE(folds_are_no_more_than_the_rarer_class_has_rows) {
  BOOST_TEST(feasible_folds(labels_of(100, 100), 5) == 5);
  BOOST_TEST(feasible_folds(labels_of(3, 100), 5) == 3);
  BOOST_TEST(feasible_folds(labels_of(100, 2), 5) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
