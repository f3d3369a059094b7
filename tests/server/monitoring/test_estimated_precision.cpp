#include "server/monitoring/estimated_precision.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <vector>

using namespace clearwell;
using monitoring::EstimationGrounds;
namespace bdata = boost::unit_test::data;

namespace {

evaluation::CalibrationTest calibration(double p_value, double mean_gap, double slope = 1) {
  return {.p_value = p_value, .mean_probability = 0.4, .mean_gap = mean_gap, .slope = slope};
}

struct Case {
  std::size_t n_positive;
  EstimationGrounds grounds;
  const char* off;
};
std::ostream& operator<<(std::ostream& out, const Case& seen) {
  return out << seen.n_positive << " positive calls, off: " << seen.off;
}

const evaluation::CalibrationTest kFits = calibration(0.5, 0);
const Case kCases[] = {
    {30, {"stable", kFits, std::nullopt}, ""},
    {30, {"stable", calibration(0.01, 0.2), calibration(0.01, -0.2)}, ""},  // chance may have done it
    {29, {"stable", kFits, kFits}, "too_few_positives"},
    {30, {"drift", kFits, kFits}, "drift"},
    {30, {"not_computed", kFits, kFits}, "not_computed"},
    {30, {"stable", calibration(0.009, -0.05), kFits}, "training_calibration"},
    {30, {"stable", std::nullopt, kFits}, "training_calibration"},
    {30, {"stable", kFits, calibration(0.009, 0.05)}, "laboratory_calibration"},
    // Significant and without consequence, as of a hundred thousand rows.
    {30, {"stable", calibration(1e-9, -0.002), calibration(1e-9, 0.019)}, ""},
    // Too extreme: right on the average, wrong at the calls' 0.75.
    {30, {"stable", calibration(1e-9, 0, 0.9), kFits}, "training_calibration"},
    {30, {"stable", calibration(1e-9, 0, 0.95), kFits}, ""},
    // Too extreme and too low at once: right just where the calls are.
    {30, {"stable", calibration(1e-9, 0.07, 0.8), kFits}, ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(precision_estimates)

BOOST_DATA_TEST_CASE(it_is_switched_off_where_its_ground_is_lost, bdata::make(kCases), seen) {
  const auto found = monitoring::estimate_precision(std::vector<float>(seen.n_positive, 0.75F), seen.grounds);
  BOOST_TEST(found.off == seen.off);
  BOOST_TEST(found.estimate.has_value() == found.off.empty());
}

BOOST_AUTO_TEST_SUITE_END()
