#include "common/evaluation/confusion_matrix.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace bdata = boost::unit_test::data;
using clearwell::evaluation::ConfusionMatrix;

namespace {

struct Case {
  ConfusionMatrix counts;  // tp, fp, tn, fn
  std::optional<double> precision, recall, f1, accuracy;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << "tp " << c.counts.true_positives << ", fp " << c.counts.false_positives << ", tn "
             << c.counts.true_negatives << ", fn " << c.counts.false_negatives;
}

const Case kCases[] = {
    {{3, 1, 4, 2}, 3.0 / 4, 3.0 / 5, 6.0 / 9, 7.0 / 10},
    {{0, 0, 61, 39}, std::nullopt, 0.0, 0.0, 0.61},  // never says yes: no precision
    {{39, 61, 0, 0}, 0.39, 1.0, 78.0 / 139, 0.39},   // always says yes
    {{0, 2, 8, 0}, 0.0, std::nullopt, 0.0, 0.8},     // nothing to find: no recall
    {{0, 0, 5, 0}, std::nullopt, std::nullopt, std::nullopt, 1.0},
    {{0, 0, 0, 0}, std::nullopt, std::nullopt, std::nullopt, std::nullopt},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(confusion_matrix)

BOOST_DATA_TEST_CASE(nought_over_nought_is_no_evidence, bdata::make(kCases), c) {
  BOOST_CHECK(c.counts.precision() == c.precision);
  BOOST_CHECK(c.counts.recall() == c.recall);
  BOOST_CHECK(c.counts.f1() == c.f1);
  BOOST_CHECK(c.counts.accuracy() == c.accuracy);
}

BOOST_AUTO_TEST_CASE(rows_are_counted_where_they_belong) {
  ConfusionMatrix counts;
  counts.add(true, true);
  counts.add(true, false);
  counts.add(true, false);
  counts.add(false, false);
  counts.add(false, false);
  counts.add(false, false);
  counts.add(false, true);
  BOOST_CHECK((counts == ConfusionMatrix{1, 2, 3, 1}));
  counts += ConfusionMatrix{1, 1, 1, 1};
  BOOST_CHECK((counts == ConfusionMatrix{2, 3, 4, 2}));
  BOOST_TEST(counts.rows() == 11);
  BOOST_TEST(counts.predicted_positives() == 5);
  BOOST_TEST(counts.actual_positives() == 4);
}

BOOST_AUTO_TEST_SUITE_END()
