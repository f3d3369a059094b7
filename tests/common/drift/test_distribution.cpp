#include "common/drift/distribution.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace clearwell;

BOOST_AUTO_TEST_SUITE(drift_distribution)

BOOST_AUTO_TEST_CASE(few_values_are_kept_whole) {
  const double sorted[] = {1, 1, 2, 5, 5, 5};
  const drift::Distribution kept = drift::distribution_of(sorted, 2);
  BOOST_CHECK((kept == drift::Distribution{{1, 2, 5}, {0, 2, 3}, {2, 3, 6}, 2}));
  BOOST_TEST(kept.measured() == 6);
  BOOST_TEST(*kept.missing_share() == 0.25);
}

BOOST_AUTO_TEST_CASE(of_many_values_the_ends_and_points_of_equal_mass_are_kept_with_exact_counts) {
  std::vector<double> sorted;
  for (int row = 0; row < 10'000; ++row)
    sorted.push_back(row < 3000 ? 7 : row);  // three tenths of the rows are one value
  const drift::Distribution kept = drift::distribution_of(sorted, 0);
  BOOST_TEST(kept.values.size() <= drift::Distribution::kMostPoints);
  BOOST_TEST(kept.values.front() == 7);
  BOOST_TEST(kept.values.back() == 9999);
  BOOST_TEST(kept.measured() == 10'000);
  for (std::size_t point = 0; point < kept.values.size(); ++point) {
    BOOST_TEST(kept.below[point] ==
               std::lower_bound(sorted.begin(), sorted.end(), kept.values[point]) - sorted.begin());
    BOOST_TEST(kept.up_to[point] ==
               std::upper_bound(sorted.begin(), sorted.end(), kept.values[point]) - sorted.begin());
    if (point > 0) BOOST_TEST(kept.below[point] - kept.up_to[point - 1] <= 10'000 / 255);
  }
}

BOOST_AUTO_TEST_CASE(a_feature_that_was_never_measured_has_no_points) {
  const drift::Distribution nothing = drift::distribution_of({}, 3);
  BOOST_TEST(nothing.values.empty());
  BOOST_TEST(*nothing.missing_share() == 1);
  BOOST_TEST(!drift::distribution_of({}, 0).missing_share());
}

BOOST_AUTO_TEST_SUITE_END()
