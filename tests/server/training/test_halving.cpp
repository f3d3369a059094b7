#include "server/training/halving.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <numeric>
#include <ostream>

namespace bdata = boost::unit_test::data;
using namespace clearwell::training;

namespace {

struct Case {
  std::size_t n_candidates;
  int factor;
  std::vector<Rung> rungs;
};
std::ostream& operator<<(std::ostream& out, const Case& one) {
  return out << one.n_candidates << " candidates by " << one.factor;
}

const Case kCases[] = {
    {1, 3, {{1, 1}}},
    {3, 3, {{3, 1}}},
    {4, 3, {{4, 1.0 / 3}, {2, 1}}},
    {27, 3, {{27, 1.0 / 3 / 3}, {9, 1.0 / 3}, {3, 1}}},
    {28, 3, {{28, 1.0 / 3 / 3 / 3}, {10, 1.0 / 3 / 3}, {4, 1.0 / 3}, {2, 1}}},
    {16, 2, {{16, 0.125}, {8, 0.25}, {4, 0.5}, {2, 1}}},
};

std::vector<std::uint8_t> labels_of(std::size_t n_positives, std::size_t n_negatives) {
  std::vector<std::uint8_t> labels(n_positives, 1);
  labels.resize(n_positives + n_negatives, 0);
  return labels;
}

std::vector<std::size_t> all_rows(std::size_t n) {
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(halving)

BOOST_DATA_TEST_CASE(each_rung_keeps_one_in_factor_and_the_last_has_all_rows, bdata::make(kCases), one) {
  BOOST_CHECK(halving_rungs(one.n_candidates, one.factor) == one.rungs);
}

BOOST_AUTO_TEST_CASE(a_share_keeps_the_classes_in_proportion_and_a_larger_one_holds_it) {
  const std::vector<std::uint8_t> labels = labels_of(100, 300);
  const std::vector<std::size_t> rows = all_rows(400);
  const auto quarter = stratified_share(rows, labels, 0.25, 7);
  BOOST_TEST(quarter.size() == 100);
  BOOST_TEST(std::is_sorted(quarter.begin(), quarter.end()));
  BOOST_TEST(std::count_if(quarter.begin(), quarter.end(), [&](auto row) { return labels[row] == 1; }) == 25);
  const auto half = stratified_share(rows, labels, 0.5, 7);
  BOOST_TEST(std::includes(half.begin(), half.end(), quarter.begin(), quarter.end()));
  BOOST_CHECK(stratified_share(rows, labels, 0.25, 8) != quarter);
  BOOST_CHECK(stratified_share(rows, labels, 1, 7) == rows);
}

BOOST_AUTO_TEST_CASE(a_share_leaves_a_rare_class_rows_enough) {
  const std::vector<std::uint8_t> labels = labels_of(10, 1000);
  const auto share = stratified_share(all_rows(1010), labels, 0.01, 1);
  BOOST_TEST(share.size() == 10 + 20);
  BOOST_TEST(share[9] == 9);
}

BOOST_AUTO_TEST_CASE(a_share_takes_of_the_given_rows_only) {
  const std::vector<std::size_t> rows = {5, 50, 150, 250, 350};
  BOOST_CHECK(stratified_share(rows, labels_of(100, 300), 0.1, 1) == rows);  // fewer than the least: all of them
}

BOOST_AUTO_TEST_SUITE_END()
