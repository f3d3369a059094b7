#include "server/dataset/limit_comparison.hpp"

#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;
using dataset::LimitComparison;

BOOST_AUTO_TEST_SUITE(limit_comparison)

BOOST_AUTO_TEST_CASE(rows_beyond_each_confirmed_limit_are_counted_by_class) {
  spec::DatasetSpec spec = tests::example_spec(2);
  spec.features[0].parameter = "ph";  // without a unit, as the spec's
  spec.features[1].parameter = "turbidity";
  spec.features[1].unit = "FNU";  // not the parameter's: not compared
  const dataset::TrainingTable table = tests::table_of(
      {{6.4F, 99}, {6.5F, 99}, {8.5F, 99}, {8.6F, 99}, {tests::kMissing, 99}, {9.6F, 99}}, {1, 1, 0, 0, 1, 1});
  const std::vector<LimitComparison> found = dataset::compare_with_limits(table, spec, "2026-01-01");
  BOOST_REQUIRE(!found.empty());
  for (const LimitComparison& comparison : found) {
    BOOST_TEST(comparison.feature == 0);
    BOOST_TEST(comparison.limit.confirmed);
    BOOST_CHECK((comparison.measured == dataset::ClassCounts{2, 3}));
    if (comparison.limit.jurisdiction == "AR") BOOST_CHECK((comparison.beyond == dataset::ClassCounts{1, 2}));
    if (comparison.limit.jurisdiction == "EU") BOOST_CHECK((comparison.beyond == dataset::ClassCounts{0, 2}));
  }
}

BOOST_AUTO_TEST_SUITE_END()
