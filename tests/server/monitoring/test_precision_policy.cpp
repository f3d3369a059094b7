#include "server/monitoring/precision_policy.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace {

using namespace clearwell::monitoring;
using clearwell::evaluation::ConfusionMatrix;
namespace bdata = boost::unit_test::data;

struct Found {
  const char* what;
  std::int64_t true_positives;
  std::int64_t false_positives;
  std::int64_t negatives;
  std::int64_t contradicted_days;
  PrecisionFinding finding;
};
std::ostream& operator<<(std::ostream& out, const Found& found) {
  return out << found.what;
}

// The floor is half. Wilson's 95 % interval of 24 of 60 is 0.286 to 0.527, of 22 of 60 it is 0.256 to 0.494.
const Found kFound[] = {
    {"all is well", 55, 5, 10, 30, PrecisionFinding::unsuspicious},
    {"the interval ends at the floor", 38, 22, 0, 30, PrecisionFinding::unsuspicious},
    {"as good as a coin", 30, 30, 0, 30, PrecisionFinding::doubtful},
    {"probably below, but not certainly", 24, 36, 0, 30, PrecisionFinding::doubtful},
    {"certainly below", 22, 38, 0, 30, PrecisionFinding::below_floor},
    {"all wrong, of few samples", 0, 29, 0, 30, PrecisionFinding::unsuspicious},
    {"all wrong, of enough samples", 0, 29, 1, 30, PrecisionFinding::below_floor},
    {"all wrong, of too few positive answers", 0, 9, 60, 9, PrecisionFinding::doubtful},
    {"all wrong, but that was one bad day", 0, 40, 0, 1, PrecisionFinding::doubtful},
    {"all wrong on two days", 0, 40, 0, 2, PrecisionFinding::doubtful},
    {"all wrong on three days", 0, 40, 0, 3, PrecisionFinding::below_floor},
    {"all right, of few positive answers", 3, 0, 27, 3, PrecisionFinding::unsuspicious},
    {"no positive answer is no evidence", 0, 0, 100, 0, PrecisionFinding::unsuspicious},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(precision_policy)

BOOST_DATA_TEST_CASE(doubt_needs_samples_and_demotion_needs_proof, bdata::make(kFound), found) {
  const ConfusionMatrix outcomes{.true_positives = found.true_positives,
                                 .false_positives = found.false_positives,
                                 .true_negatives = found.negatives,
                                 .false_negatives = 0};
  BOOST_CHECK(judge_precision(outcomes, found.contradicted_days, 0.5) == found.finding);
}

BOOST_AUTO_TEST_CASE(a_lower_floor_asks_for_less) {
  const ConfusionMatrix outcomes{
      .true_positives = 22, .false_positives = 38, .true_negatives = 0, .false_negatives = 0};
  BOOST_CHECK(judge_precision(outcomes, 30, 0.4) == PrecisionFinding::doubtful);
  BOOST_CHECK(judge_precision(outcomes, 30, 0.3) == PrecisionFinding::unsuspicious);
}

BOOST_AUTO_TEST_CASE(in_words_for_people) {
  const ConfusionMatrix outcomes{
      .true_positives = 18, .false_positives = 42, .true_negatives = 5, .false_negatives = 0};
  BOOST_TEST(in_words(outcomes, 0.5) ==
             "of 60 positive answers laboratories confirmed 18: precision 0.300 (0.199 to 0.425), floor 0.500");
}

BOOST_AUTO_TEST_SUITE_END()
