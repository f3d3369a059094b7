#include "common/evaluation/ranking.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <vector>

namespace bdata = boost::unit_test::data;
using clearwell::evaluation::average_precision;
using clearwell::evaluation::roc_auc;

namespace {

struct Case {
  const char* what;
  std::vector<float> scores;
  std::vector<std::uint8_t> labels;
  std::optional<double> roc_auc, average_precision;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.what;
}

const Case kCases[] = {
    // The example of scikit-learn's documentation of roc_auc_score and average_precision_score: 0.75 and 0.83.
    {"scikit-learn's example", {0.1F, 0.4F, 0.35F, 0.8F}, {0, 0, 1, 1}, 0.75, 1.0 / 2 * (1.0 / 1 + 2.0 / 3)},
    {"perfect", {0.1F, 0.2F, 0.8F, 0.9F}, {0, 0, 1, 1}, 1.0, 1.0},
    {"upside down", {0.9F, 0.8F, 0.2F, 0.1F}, {0, 0, 1, 1}, 0.0, 1.0 / 2 * (1.0 / 3 + 2.0 / 4)},
    {"all equal: chance, and the base rate", {0.3F, 0.3F, 0.3F, 0.3F, 0.3F}, {0, 1, 0, 1, 0}, 0.5, 0.4},
    // Pairs: (0.7 against 0.5, 0.2) right, right; (0.5 against 0.5, 0.2) tie, right: 3.5 of 4.
    // Curve: 0.7 recall 1/2 precision 1; 0.5 recall 1 precision 2/3.
    {"one tie between the classes", {0.5F, 0.2F, 0.7F, 0.5F}, {0, 0, 1, 1}, 3.5 / 4, 1.0 / 2 * (1.0 + 2.0 / 3)},
    {"one class only", {0.1F, 0.2F}, {1, 1}, std::nullopt, 1.0},
    {"no positive row", {0.1F, 0.2F}, {0, 0}, std::nullopt, std::nullopt},
    {"no row", {}, {}, std::nullopt, std::nullopt},
};

void check_equal(std::optional<double> seen, std::optional<double> expected) {
  BOOST_REQUIRE(seen.has_value() == expected.has_value());
  if (seen) BOOST_CHECK_CLOSE_FRACTION(*seen, *expected, 1e-14);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ranking)

BOOST_DATA_TEST_CASE(area_under_the_roc_curve, bdata::make(kCases), c) {
  check_equal(roc_auc(c.scores, c.labels), c.roc_auc);
}

BOOST_DATA_TEST_CASE(average_precision_takes_ties_together, bdata::make(kCases), c) {
  check_equal(average_precision(c.scores, c.labels), c.average_precision);
}

BOOST_AUTO_TEST_SUITE_END()
