#include "common/evaluation/wilson.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace bdata = boost::unit_test::data;
using clearwell::evaluation::wilson_interval;

namespace {

struct Case {
  double successes, trials, lower, upper;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.successes << " of " << c.trials;
}

// With z² = 3.841459: for 0 of n the upper end is z²/(n + z²); for n of n the lower end is n/(n + z²);
// for half of n the ends are 1/2 ± z/(2·sqrt(n + z²)).
const Case kCases[] = {
    {0, 10, 0.0, 0.277533},        {10, 10, 0.722467, 1.0}, {5, 10, 0.236593, 0.763407},
    {50, 100, 0.403832, 0.596168}, {1, 1, 0.206549, 1.0},   {81, 263, 0.255289, 0.366210},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(wilson)

BOOST_DATA_TEST_CASE(interval_of_known_cases, bdata::make(kCases), c) {
  const auto interval = wilson_interval(c.successes, c.trials);
  BOOST_REQUIRE(interval);
  BOOST_CHECK_SMALL(interval->lower - c.lower, 1e-6);
  BOOST_CHECK_SMALL(interval->upper - c.upper, 1e-6);
}

BOOST_AUTO_TEST_CASE(no_trial_is_no_evidence) {
  BOOST_CHECK(!wilson_interval(0, 0));
}

BOOST_AUTO_TEST_CASE(few_positives_are_weak_evidence) {
  // At 23 positives a precision of 0.88 may as well be 0.69.
  const auto interval = wilson_interval(0.88 * 23, 23);
  BOOST_CHECK_SMALL(interval->lower - 0.69, 0.01);
  BOOST_CHECK_SMALL(interval->upper - 0.96, 0.01);
}

BOOST_AUTO_TEST_SUITE_END()
