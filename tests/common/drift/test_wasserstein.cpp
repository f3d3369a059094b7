#include "common/drift/wasserstein.hpp"

#include "common/drift/kolmogorov_smirnov.hpp"
#include "tests/common/drift/drawn_samples.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace clearwell;
namespace bdata = boost::unit_test::data;

namespace {

struct Case {
  int n;
  int m;
  double shift;
  double scale;
  double ks;
  double p_value;
  double wasserstein;
};
std::ostream& operator<<(std::ostream& out, const Case& seen) {
  return out << seen.n << " and " << seen.m << " rows, shift " << seen.shift << ", scale " << seen.scale;
}

// Expected: scipy 1.17.1, ks_2samp and wasserstein_distance / numpy.std of the reference; seeds 7 and 11.
const Case kCases[] = {
    {300, 100, 0, 1, 0.12666666666666668, 0.17280699788719125, 0.2026967311637169},
    {1000, 200, 0.1, 1, 0.097, 0.08310832561591441, 0.20392090816154082},
    {1000, 1000, 0.05, 1, 0.053, 0.12051526066065596, 0.0927497672635171},
    {400, 50, 0.3, 1.5, 0.3325, 7.588407621759336e-05, 0.9834470472530077},
    {3000, 300, 0.2, 1, 0.13566666666666666, 7.869456219321873e-05, 0.31897731866426904},
    {3000, 500, 0.0, 1.4, 0.08366666666666667, 0.004739832982335264, 0.2917739475905512},
};

drift::Distribution whole(const std::vector<double>& sorted) {
  return drift::distribution_of(sorted, 0, sorted.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wasserstein)

BOOST_DATA_TEST_CASE(distances_and_p_values_are_those_of_the_reference, bdata::make(kCases), seen) {
  const drift::Distribution reference = whole(tests::drawn_values(7, seen.n));
  const std::vector<double> current = tests::drawn_values(11, seen.m, seen.shift, seen.scale);
  const auto test = drift::kolmogorov_smirnov(reference, current);
  BOOST_TEST(std::abs(test->distance - seen.ks) < 1e-12);
  BOOST_TEST(std::abs(test->p_value - seen.p_value) < 1e-12);
  BOOST_TEST(*drift::normed_wasserstein_distance(reference, current) == seen.wasserstein,
             boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_feature_that_never_moved_is_measured_in_thousandths) {
  const std::vector<double> constant(40, 7.0);
  const std::vector<double> moved(40, 7.002);
  BOOST_TEST(*drift::normed_wasserstein_distance(whole(constant), constant) == 0);
  BOOST_TEST(*drift::normed_wasserstein_distance(whole(constant), moved) == 2, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(too_few_values_on_either_side_are_not_computed) {
  BOOST_TEST(!drift::normed_wasserstein_distance(whole(tests::drawn_values(1, 29)), tests::drawn_values(2, 100)));
  BOOST_TEST(!drift::normed_wasserstein_distance(whole(tests::drawn_values(1, 100)), tests::drawn_values(2, 29)));
}

BOOST_AUTO_TEST_SUITE_END()
