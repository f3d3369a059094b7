#include "server/training/out_of_fold.hpp"

#include "server/training/estimator.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace clearwell;
using training::OutOfFoldRow;
namespace bdata = boost::unit_test::data;

namespace {

const char* const kDamaged[] = {
    "",
    "sample_id,label\n",
    "sample_id,fold,label,probability,positive\n7,0,1,0.5,1",
    "sample_id,fold,label,probability,positive\n7,0,1,0.5\n",
    "sample_id,fold,label,probability,positive\n7,0,1,0.5,1,1\n",
    "sample_id,fold,label,probability,positive\nx,0,1,0.5,1\n",
    "sample_id,fold,label,probability,positive\n7,0,,0.5,1\n",
    "sample_id,fold,label,probability,positive\n7,0,1,0.5,2\n",
};
const int kDamagedLines[] = {1, 1, 2, 2, 2, 2, 2, 2};

}  // namespace

BOOST_AUTO_TEST_SUITE(out_of_fold)

BOOST_AUTO_TEST_CASE(rows_come_back_and_one_that_was_never_tested_has_no_answer) {
  dataset::TrainingTable table;
  table.n_features = 0;
  table.labels = {1, 0, 1};
  table.sample_ids = {7, 9, 4000000000};
  table.source_rows.resize(3);
  const dataset::Folds folds{2, {1, 0, -1}};
  const scoring::Prediction predictions[] = {{1, 0.75F, true}, {-1, 0.1F, false}, {}};
  const std::string csv = training::out_of_fold_csv(table, folds, predictions);
  BOOST_TEST(csv ==
             "sample_id,fold,label,probability,positive\n"
             "7,1,1,0.75,1\n"
             "9,0,0,0.1,0\n"
             "4000000000,,1,,\n");
  const std::vector<OutOfFoldRow> rows = {{7, true, true}, {9, false, false}, {4000000000, true, std::nullopt}};
  BOOST_CHECK(training::parse_out_of_fold(csv) == rows);
}

BOOST_DATA_TEST_CASE(another_text_is_refused, bdata::make(kDamaged) ^ bdata::make(kDamagedLines), text, line) {
  BOOST_CHECK_EXCEPTION(training::parse_out_of_fold(text), training::TrainingError, [&](const auto& error) {
    return error.what() == "the out-of-fold predictions of a run are damaged in line " + std::to_string(line);
  });
}

BOOST_AUTO_TEST_SUITE_END()
