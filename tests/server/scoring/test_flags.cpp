#include "server/scoring/flags.hpp"

#include "tests/common/example_models.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <ostream>

namespace clearwell::scoring {
namespace {

namespace bdata = boost::unit_test::data;
constexpr float kNotMeasured = std::numeric_limits<float>::quiet_NaN();

/// One feature of which 0.1 to 0.7 are plausible, trained on 0.2 to 0.6; no end is a float32.
Predictor one_feature() {
  spec::DatasetSpec spec = tests::example_spec(1);
  spec.features[0].plausible = {0.1, 0.7};
  ModelFacts facts = tests::example_facts(1);
  facts.training_ranges = {{0.2, 0.6, 0.4, 0}};
  Result<Predictor> predictor =
      Predictor::load(onnx::write_model(build_model(tests::random_trees(1, 1, 1, 7), spec, facts)));
  BOOST_REQUIRE(predictor);
  return std::move(predictor).value();
}

struct Case {
  float value;
  const char* flag;  ///< empty: none
  float low, high;   ///< accepted
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.value << ' ' << c.flag;
}

const Case kCases[] = {
    {0.0999F, "outside_plausible_range", 0.1F, 0.7F},
    {0.1F, "outside_training_range", 0.2F, 0.6F},
    {0.1999F, "outside_training_range", 0.2F, 0.6F},
    {0.2F, "", 0, 0},
    {0.6F, "", 0, 0},
    {0.6001F, "outside_training_range", 0.2F, 0.6F},
    {0.7F, "outside_training_range", 0.2F, 0.6F},
    {0.7001F, "outside_plausible_range", 0.1F, 0.7F},
    {kNotMeasured, "not_measured", 0.2F, 0.6F},
};

BOOST_AUTO_TEST_SUITE(flags)

BOOST_DATA_TEST_CASE(both_ends_belong_to_a_range_as_float32, bdata::make(kCases), c) {
  const std::vector<Flag> flags = flags_of(one_feature(), std::span(&c.value, 1));
  if (*c.flag == '\0') {
    BOOST_TEST(flags.empty());
    return;
  }
  BOOST_REQUIRE(flags.size() == 1U);
  BOOST_TEST(to_string(flags[0].kind) == c.flag);
  BOOST_TEST(static_cast<float>(flags[0].accepted.low) == c.low);
  BOOST_TEST(static_cast<float>(flags[0].accepted.high) == c.high);
  BOOST_TEST(flags[0].value.has_value() == !std::isnan(c.value));
  if (flags[0].value) BOOST_TEST(*flags[0].value == c.value);
}

BOOST_AUTO_TEST_CASE(a_row_may_have_no_measurement_at_all) {
  const float nothing[] = {kNotMeasured, kNotMeasured};
  const float one[] = {kNotMeasured, 0};
  BOOST_TEST(nothing_measured(nothing));
  BOOST_TEST(!nothing_measured(one));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scoring
