#include "server/monitoring/estimated_precision.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <vector>

using namespace clearwell;
using monitoring::EstimationGrounds;
namespace bdata = boost::unit_test::data;

namespace {

struct Case {
  std::size_t n_positive;
  EstimationGrounds grounds;
  const char* off;
};
std::ostream& operator<<(std::ostream& out, const Case& seen) {
  return out << seen.n_positive << " positive calls, off: " << seen.off;
}

const Case kCases[] = {
    {30, {"stable", 0.5, std::nullopt}, ""},
    {30, {"stable", 0.01, 0.01}, ""},
    {29, {"stable", 0.5, 0.5}, "too_few_positives"},
    {30, {"drift", 0.5, 0.5}, "drift"},
    {30, {"not_computed", 0.5, 0.5}, "not_computed"},
    {30, {"stable", 0.009, 0.5}, "training_calibration"},
    {30, {"stable", std::nullopt, 0.5}, "training_calibration"},
    {30, {"stable", 0.5, 0.009}, "laboratory_calibration"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(precision_estimates)

BOOST_DATA_TEST_CASE(it_is_switched_off_where_its_ground_is_lost, bdata::make(kCases), seen) {
  const auto found = monitoring::estimate_precision(std::vector<float>(seen.n_positive, 0.75F), seen.grounds);
  BOOST_TEST(found.off == seen.off);
  BOOST_TEST(found.estimate.has_value() == found.off.empty());
  BOOST_TEST(found.n_positive == static_cast<std::int64_t>(seen.n_positive));
}

BOOST_AUTO_TEST_SUITE_END()
