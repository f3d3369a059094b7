#include "web/state/chart_scale.hpp"
#include "web/state/civil_time.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace clearwell::state;

Bucket bucket(std::int64_t day, double low, double high) {
  return {day * kDaySeconds, low, high, (low + high) / 2, 1, 0};
}

History history_of(std::vector<Bucket> instrument, std::optional<double> limit = std::nullopt) {
  History history;
  history.instrument = std::move(instrument);
  if (limit) history.limits.push_back({"AR", "CAA", "art. 982", "health", std::nullopt, limit, "NTU", true});
  return history;
}

ValueScale scale_of(const History& history) {
  return value_scale(history, *extent(history));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(chart_scale)

BOOST_AUTO_TEST_CASE(a_history_without_measurements_has_no_extent) {
  BOOST_TEST(!extent(History{}).has_value());
}

BOOST_AUTO_TEST_CASE(a_single_measurement_has_an_extent_around_it) {
  const DateRange dates = *extent(history_of({bucket(100, 1, 1)}));
  BOOST_TEST(dates.from < 100 * kDaySeconds);
  BOOST_TEST(dates.to > 100 * kDaySeconds);
}

BOOST_AUTO_TEST_CASE(gaps_break_the_line) {
  const std::vector<Bucket> buckets = {bucket(1, 1, 1), bucket(2, 1, 1), bucket(3, 1, 1), bucket(9, 1, 1),
                                       bucket(10, 1, 1)};
  const std::vector<Run> runs = unbroken_runs(buckets);
  BOOST_REQUIRE(runs.size() == 2U);
  BOOST_TEST((runs[0] == Run{0, 3}));
  BOOST_TEST((runs[1] == Run{3, 5}));
  BOOST_TEST(unbroken_runs({}).empty());
  BOOST_TEST((unbroken_runs({bucket(1, 1, 1)}) == std::vector<Run>{{0, 1}}));
}

BOOST_AUTO_TEST_CASE(one_absurd_value_does_not_flatten_the_others) {
  std::vector<Bucket> buckets;
  for (int day = 0; day < 100; ++day)
    buckets.push_back(bucket(day, 0.2, 0.4));
  buckets.push_back(bucket(100, 0.2, 9999));
  const ValueScale scale = scale_of(history_of(buckets));
  BOOST_TEST(scale.clipped == 1);
  BOOST_TEST(scale.high < 1);
  BOOST_TEST(scale.low == 0);
}

BOOST_AUTO_TEST_CASE(a_storm_is_no_absurd_value) {
  std::vector<Bucket> buckets;
  for (int day = 0; day < 100; ++day)
    buckets.push_back(bucket(day, 0.2, day == 50 ? 6 : 0.4));
  const ValueScale scale = scale_of(history_of(buckets));
  BOOST_TEST(scale.clipped == 0);
  BOOST_TEST(scale.high > 6);
}

BOOST_AUTO_TEST_CASE(a_near_limit_is_on_the_chart_and_a_far_one_is_told) {
  const ValueScale near = scale_of(history_of({bucket(1, 1, 2), bucket(2, 1, 2)}, 3));
  BOOST_TEST(near.high > 3);
  BOOST_TEST(!near.limit_above.has_value());
  const ValueScale far = scale_of(history_of({bucket(1, 1, 2), bucket(2, 1, 2)}, 400));
  BOOST_TEST(far.high < 3);
  BOOST_TEST(far.limit_above.value() == 400);
}

BOOST_AUTO_TEST_CASE(equal_values_still_have_a_scale) {
  const ValueScale scale = scale_of(history_of({bucket(1, 0, 0), bucket(2, 0, 0)}));
  BOOST_TEST(scale.high > scale.low);
}

BOOST_AUTO_TEST_CASE(dates_stay_within_the_history) {
  const DateRange whole{0, 100 * kDaySeconds};
  BOOST_TEST((clamp_to({-50 * kDaySeconds, -40 * kDaySeconds}, whole) == DateRange{0, 10 * kDaySeconds}));
  BOOST_TEST(
      (clamp_to({95 * kDaySeconds, 105 * kDaySeconds}, whole) == DateRange{90 * kDaySeconds, 100 * kDaySeconds}));
  BOOST_TEST((clamp_to({-900 * kDaySeconds, 900 * kDaySeconds}, whole) == whole));
  const DateRange closest = clamp_to({50 * kDaySeconds, 50 * kDaySeconds + 60}, whole);
  BOOST_TEST(closest.to - closest.from == kDaySeconds);
}

BOOST_AUTO_TEST_CASE(the_ruler_takes_the_nearest_bucket_within_reach) {
  const std::vector<Bucket> buckets = {bucket(1, 1, 1), bucket(4, 4, 4), bucket(9, 9, 9)};
  BOOST_TEST(nearest(buckets, 5 * kDaySeconds, 2 * kDaySeconds)->min == 4);
  BOOST_TEST(nearest(buckets, 100 * kDaySeconds, 2 * kDaySeconds) == nullptr);
  BOOST_TEST(nearest({}, 0, kDaySeconds) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
