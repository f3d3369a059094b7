#include "server/dataset/limits_rule.hpp"

#include "tests/server/dataset/small_tables.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;
using tests::kMissing;
using Names = std::vector<std::string>;
using Calls = std::vector<std::uint8_t>;

namespace {

/// pH (6.5 to 9.5 in the EU), iron (0.2 mg/L there, not confirmed), lead (10 µg/L, 5 from 2036-01-12 on), and one in a
/// unit that is not its parameter's.
spec::DatasetSpec lake_rule() {
  spec::DatasetSpec spec = tests::example_spec(4);
  const char* const parameters[] = {"ph", "iron", "lead", "chloride"};
  const char* const units[] = {"", "mg/L", "mg/L", "mmol/L"};
  for (std::size_t i = 0; i < 4; ++i) {
    spec.features[i].parameter = parameters[i];
    spec.features[i].unit = units[i];
  }
  spec.limits_rule = spec::LimitsRuleSpec{.jurisdiction = "EU", .beyond_is_positive = true};
  return spec;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limits_rule)

BOOST_AUTO_TEST_CASE(one_value_beyond_a_limit_of_its_day_is_enough) {
  dataset::TrainingTable table = tests::table_of({{7, 0.2F, kMissing, 9999},
                                                  {6.4F, kMissing, kMissing, kMissing},
                                                  {7, 0.21F, kMissing, kMissing},
                                                  {7, kMissing, 0.007F, kMissing},
                                                  {7, kMissing, 0.007F, kMissing},
                                                  {kMissing, kMissing, kMissing, 1}},
                                                 {0, 1, 0, 1, 0, 1});
  table.sampled_at = {"2024-01-01T00:00:00", "", "2024-01-01T00:00:00", "2036-01-11T23:00:00",
                      "2036-01-12T00:00:00", ""};
  const dataset::LimitsRule rule = dataset::apply_limits_rule(table, lake_rule());
  BOOST_TEST(rule.positive == (Calls{0, 1, 1, 0, 1, 0}), boost::test_tools::per_element());
  BOOST_TEST((rule.features == Names{"x0", "x1", "x2"}));
  BOOST_TEST((rule.unconfirmed == Names{"x1"}));

  table.sampled_at.clear();  // then the latest law counts
  BOOST_TEST(dataset::apply_limits_rule(table, lake_rule()).positive == (Calls{0, 1, 1, 1, 1, 0}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(beyond_may_speak_for_the_negative_class) {
  spec::DatasetSpec spec = lake_rule();
  spec.limits_rule->beyond_is_positive = false;
  const dataset::TrainingTable table = tests::table_of({{7, 0, 0, 0}, {5, 0, 0, 0}}, {1, 0});
  BOOST_TEST(dataset::apply_limits_rule(table, spec).positive == (Calls{1, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
