#include "server/batch/batch_prediction.hpp"

#include "server/batch/csv_rows.hpp"
#include "tests/common/example_models.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <sstream>

namespace clearwell::batch {
namespace {

namespace bdata = boost::unit_test::data;

const scoring::Predictor& predictor() {
  static const Result<scoring::Predictor> loaded = scoring::Predictor::load(tests::tree_file(4, 12, 5, 0.5));
  return *loaded;
}

struct Written {
  Result<RowCounts> counts;
  std::string text;
  std::int64_t rows_in_drift;
};
Written written(const std::string& csv) {
  std::istringstream in(csv);
  std::ostringstream out;
  BatchDrift drift(predictor().spec(), {});
  Result<RowCounts> counts = predict_file(predictor(), 7, in, out, drift);
  return {std::move(counts), out.str(), drift.n_rows()};
}

BOOST_AUTO_TEST_SUITE(batch_prediction)

BOOST_AUTO_TEST_CASE(rows_are_answered_counted_and_compared) {
  const Written file = written("id,x0,x1,x2,x3\na,1,2,3,4\nb,,,,\nc,200,2,3,4\n");
  BOOST_TEST((*file.counts == RowCounts{.scored = 2, .flagged = 1, .nothing_measured = 1}));
  BOOST_TEST(file.rows_in_drift == 3);
  BOOST_TEST(file.text.starts_with("id,x0,x1,x2,x3,prediction,probability,model_version,flags,simulated\na,1,2,3,4,"));
  BOOST_TEST(file.text.find("\nb,,,,,,,7,nothing_measured,false\n") != std::string::npos);
  BOOST_TEST(file.text.ends_with(",7,x0:outside_plausible_range,false\n"));
}

/// Prediction and probability that a file's only row gets.
std::string answer_to(const std::string& cells) {
  const std::string text = written("x0,x1,x2,x3\n" + cells + "\n").text;
  const std::size_t answer = text.find(cells) + cells.size();
  return text.substr(answer, text.find(",7,", answer) - answer);
}

BOOST_AUTO_TEST_CASE(a_bound_counts_as_in_training) {
  BOOST_TEST(answer_to("<2,2,3,4") == answer_to("1,2,3,4"));
  BOOST_TEST(answer_to("< 1e-3,2,3,>4") == answer_to("0.0005,2,3,4"));
  BOOST_TEST(answer_to("<2,2,3,4") != answer_to("60,2,3,4"));
}

struct Bad {
  std::string csv;
  std::string message;
};
std::ostream& operator<<(std::ostream& out, const Bad& bad) {
  return out << bad.message;
}
const Bad kBad[] = {
    {"x0,x1,x2,x3\n1,2,3,4\n1,2,x,4\n", "line 3, column x2: 'x' is not a number that a 32-bit float can hold"},
    {"x0,x1,x2,x3\n1,2,3,1e39\n", "line 2, column x3: '1e39' is not a number that a 32-bit float can hold"},
    {"x0,x1,x2,x3,Flags\n1,2,3,4,5\n", "the column 'Flags' is one that predict adds; rename it"},
};

BOOST_DATA_TEST_CASE(the_check_before_finds_what_the_answer_would_fail_on, bdata::make(kBad), bad) {
  BOOST_TEST(written(bad.csv).counts.error().message == bad.message);
  std::istringstream in(bad.csv);
  BatchDrift drift(predictor().spec(), {});
  BOOST_TEST(check_file(predictor(), in, drift).error().message == bad.message);
}

BOOST_AUTO_TEST_CASE(one_request_has_its_own_bounds) {
  std::string csv = "x0,x1,x2,x3\n";
  for (int i = 0; i < 10'000; ++i)
    csv += "1,2,3,4\n";
  std::istringstream most(csv);
  BOOST_TEST(read_csv_request(most, predictor().spec())->n_rows == 10'000U);
  std::istringstream more(csv + "1,2,3,4\n");
  BOOST_TEST(read_csv_request(more, predictor().spec()).error().message ==
             "line 10002: at most 10000 rows are accepted in one request");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::batch
