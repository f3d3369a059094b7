#include "server/batch/challenger_columns.hpp"

#include "server/batch/batch_prediction.hpp"
#include "tests/common/example_models.hpp"

#include <boost/test/unit_test.hpp>

#include <charconv>
#include <memory>
#include <sstream>
#include <string>

namespace clearwell::batch {
namespace {

std::shared_ptr<const scoring::LoadedModel> loaded(const std::string& onnx_bytes, int version) {
  registry::ModelVersion facts;
  facts.version = version;
  return std::make_shared<const scoring::LoadedModel>(
      scoring::LoadedModel{facts, scoring::Predictor::load(onnx_bytes).value()});
}

std::string cells_of(const scoring::LoadedModel& model, std::vector<float> row) {
  const scoring::Prediction prediction = model.predictor.predict(row);
  char digits[32];
  return (prediction.positive ? ",1," : ",0,") +
         std::string(digits, std::to_chars(digits, digits + sizeof digits, prediction.probability).ptr) + ",";
}

struct Versions {
  std::shared_ptr<const scoring::LoadedModel> champion = loaded(tests::tree_file(4, 12, 5, 0.5), 7);
  std::shared_ptr<const scoring::LoadedModel> challenger = loaded(tests::tree_file(4, 3, 2, 0.25), 8);

  std::string written(const std::string& csv) const {
    std::istringstream in(csv);
    std::istringstream again(csv);
    std::ostringstream out;
    BatchDrift drift(champion->predictor.spec(), {});
    ChallengerColumns columns(challenger, false, again);
    const Result<RowCounts> rows = predict_file(champion->predictor, 7, in, out, drift, &columns);
    return rows ? out.str() : rows.error().message;
  }
};

const std::string kHeader =
    ",prediction,probability,model_version,flags,simulated,challenger_prediction,challenger_probability,"
    "challenger_model_version\n";

BOOST_FIXTURE_TEST_SUITE(challenger_columns, Versions)

BOOST_AUTO_TEST_CASE(both_versions_answer_beside_each_other_and_a_row_of_gaps_gets_no_answer) {
  BOOST_TEST(written("x0,x1,x2,x3\n1,2,3,4\n,,,\n") ==
             "x0,x1,x2,x3" + kHeader + "1,2,3,4" + cells_of(*champion, {1, 2, 3, 4}) + "7,,false" +
                 cells_of(*challenger, {1, 2, 3, 4}) + "8\n,,,,,,7,nothing_measured,false,,,8\n");
}

BOOST_AUTO_TEST_CASE(more_rows_than_a_block_keep_their_order) {
  std::string csv = "x0,x1,x2,x3\n";
  for (int i = 0; i < 2'500; ++i)
    csv += std::to_string(i % 20 - 10) + ",1,2,3\n";
  BOOST_TEST(written(csv).ends_with("\n9,1,2,3" + cells_of(*champion, {9, 1, 2, 3}) + "7,,false" +
                                    cells_of(*challenger, {9, 1, 2, 3}) + "8\n"));
}

BOOST_AUTO_TEST_CASE(without_a_challenger_its_columns_are_empty) {
  challenger = nullptr;
  BOOST_TEST(written("x0,x1,x2,x3\n1,2,3,4\n") ==
             "x0,x1,x2,x3" + kHeader + "1,2,3,4" + cells_of(*champion, {1, 2, 3, 4}) + "7,,false,,,\n");
}

BOOST_AUTO_TEST_CASE(a_challenger_of_another_spec_does_not_spoil_the_file) {
  challenger = loaded(tests::tree_file(5), 8);  // needs x4
  BOOST_TEST(written("x0,x1,x2,x3\n1,2,3,4\n").ends_with(",7,,false,,,8\n"));
  const std::string text = written("x0,x1,x2,x3,x4\n1,2,3,4,good\n1,2,3,4,5\n");
  BOOST_TEST(text.find("\n1,2,3,4,good" + cells_of(*champion, {1, 2, 3, 4}) + "7,,false,,,8\n") != std::string::npos);
  BOOST_TEST(text.ends_with("7,,false" + cells_of(*challenger, {1, 2, 3, 4, 5}) + "8\n"));
}

BOOST_AUTO_TEST_CASE(a_column_of_a_name_that_is_added_is_refused) {
  BOOST_TEST(written("x0,x1,x2,x3,challenger_prediction\n1,2,3,4,5\n") ==
             "the column 'challenger_prediction' is one that predict adds; rename it");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::batch
