#include "server/batch/batch_drift.hpp"

#include "tests/common/example_models.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace clearwell::batch {
namespace {

const spec::DatasetSpec kSpec = tests::example_spec(2);
constexpr float kGap = std::numeric_limits<float>::quiet_NaN();

std::vector<double> normal_values(std::size_t n, double mean, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(mean, 1);
  std::vector<double> values(n);
  std::generate(values.begin(), values.end(), [&] { return normal(random); });
  return values;
}

/// x0 as it was at the training; of x1 nothing was kept.
std::map<std::string, drift::Distribution> trained_on() {
  std::vector<double> values = normal_values(5'000, 0, 1);
  std::sort(values.begin(), values.end());
  return {{"x0", drift::distribution_of(values, 0)}};
}

BatchDrift drift_of(const std::vector<double>& values, int n_gaps = 0) {
  BatchDrift drift(kSpec, trained_on());
  for (const double value : values)
    drift.add(std::vector<float>{static_cast<float>(value), 1});
  for (int i = 0; i < n_gaps; ++i)
    drift.add(std::vector<float>{kGap, 1});
  return drift;
}

BOOST_AUTO_TEST_SUITE(batch_drift)

BOOST_AUTO_TEST_CASE(water_as_at_the_training_has_not_moved) {
  const BatchDrift drift = drift_of(normal_values(500, 0, 2));
  const auto features = drift.compare();
  BOOST_REQUIRE(features.size() == 1U);
  BOOST_TEST(features[0].feature == "x0");
  BOOST_TEST(moved_features(features).empty());
}

BOOST_AUTO_TEST_CASE(other_water_has_moved) {
  const BatchDrift drift = drift_of(normal_values(500, 1, 2));
  const std::vector<std::string> expected = {"x0"};
  BOOST_TEST(moved_features(drift.compare()) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(gaps_are_counted_apart) {
  const auto features = drift_of(normal_values(300, 0, 2), 100).compare();
  BOOST_TEST(features[0].missing_now.value() == 0.25);
  BOOST_TEST(features[0].missing_before.value() == 0.0);
}

BOOST_AUTO_TEST_CASE(a_long_batch_is_compared_by_a_sample_of_its_values) {
  std::vector<double> values = normal_values(30'000, 0, 2);
  const std::vector<double> later = normal_values(60'000, 3, 3);
  values.insert(values.end(), later.begin(), later.end());
  const auto features = drift_of(values).compare();
  // Two thirds of the batch lie beyond nearly all that the training saw; the first rows alone would show nothing.
  BOOST_TEST(std::abs(features[0].kolmogorov_smirnov->distance - 2.0 / 3) < 0.1);
}

BOOST_AUTO_TEST_CASE(few_rows_say_nothing) {
  const BatchDrift drift = drift_of(normal_values(10, 5, 2));
  registry::ModelVersion version;
  version.name = "example";
  version.version = 3;
  const nlohmann::json report = nlohmann::json::parse(drift.to_json(version));
  BOOST_TEST(report["model"] == "example");
  BOOST_TEST(report["version"] == 3);
  BOOST_TEST(report["rows"] == 10);
  BOOST_TEST(report["drift"][0]["psi"].is_null());
  BOOST_TEST(moved_features(drift.compare()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::batch
