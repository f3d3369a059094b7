#include "common/evaluation/threshold_choice.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <vector>

namespace bdata = boost::unit_test::data;
using clearwell::evaluation::choose_threshold;
using clearwell::evaluation::ThresholdChoice;

namespace {

struct Case {
  const char* what;
  std::vector<float> probabilities;
  std::vector<std::uint8_t> labels;
  double recall_floor;
  ThresholdChoice expected;  // threshold, precision, recall, predicted positives
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.what;
}

// From the top: 0.9 yes, 0.8 yes, 0.7 no, 0.6 yes, 0.5 no, 0.4 yes, 0.3 no.
const std::vector<float> kLadder = {0.3F, 0.4F, 0.5F, 0.6F, 0.7F, 0.8F, 0.9F};
const std::vector<std::uint8_t> kLadderLabels = {0, 1, 0, 1, 0, 1, 1};

const Case kCases[] = {
    {"precision 1 at two thresholds: the one of higher recall", kLadder, kLadderLabels, 0.2, {0.8F, 1.0, 0.5, 2}},
    {"the floor is reached exactly", kLadder, kLadderLabels, 0.5, {0.8F, 1.0, 0.5, 2}},
    {"just above it the next hit is needed", kLadder, kLadderLabels, 0.51, {0.6F, 0.75, 0.75, 4}},
    {"all positives", kLadder, kLadderLabels, 1.0, {0.4F, 4.0 / 6, 1.0, 6}},
    {"rows of equal probability enter together", {0.5F, 0.5F, 0.5F, 0.2F}, {1, 0, 1, 0}, 0.2, {0.5F, 2.0 / 3, 1.0, 3}},
    {"a model that knows nothing says yes to all", {0.5F, 0.5F}, {1, 0}, 0.2, {0.5F, 0.5, 1.0, 2}},
    {"the only hit is the last row", {0.9F, 0.8F, 0.1F}, {0, 0, 1}, 0.0, {0.1F, 1.0 / 3, 1.0, 3}},
    {"three of ten is the floor 0.3, not less",
     {0.9F, 0.9F, 0.9F, 0.8F, 0.7F, 0.6F, 0.5F, 0.4F, 0.4F, 0.4F, 0.4F},
     {1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1},
     0.3,
     {0.9F, 1.0, 0.3, 3}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(threshold_choice)

BOOST_DATA_TEST_CASE(highest_precision_at_the_recall_floor, bdata::make(kCases), c) {
  const auto choice = choose_threshold(c.probabilities, c.labels, c.recall_floor);
  BOOST_REQUIRE(choice);
  BOOST_TEST(choice->threshold == c.expected.threshold);
  BOOST_TEST(choice->precision == c.expected.precision);
  BOOST_TEST(choice->recall == c.expected.recall);
  BOOST_TEST(choice->predicted_positives == c.expected.predicted_positives);
}

BOOST_AUTO_TEST_CASE(no_positive_row_no_threshold) {
  const std::vector<float> p = {0.2F, 0.9F};
  const std::vector<std::uint8_t> y = {0, 0};
  BOOST_CHECK(!choose_threshold(p, y, 0.2));
}

BOOST_AUTO_TEST_SUITE_END()
