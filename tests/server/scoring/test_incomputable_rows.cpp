#include "server/scoring/incomputable_rows.hpp"
#include "tests/common/category_models.hpp"
#include "tests/common/loaded_predictor.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace clearwell::scoring {
namespace {

BOOST_AUTO_TEST_SUITE(incomputable_rows)

BOOST_AUTO_TEST_CASE(numbers_that_overflow_in_the_model_are_found) {
  const Predictor predictor = tests::loaded(tests::category_file(tests::category_linear()));
  const std::vector<float> rows = {1, 2, 0, 1, 3.4e38F, -3.4e38F, 0, 1, 3, 4, 1, 0};
  std::vector<Prediction> predictions(3);
  predictor.predict(rows, predictions);
  BOOST_TEST(find_incomputable(predictions) == std::vector<std::size_t>{1}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(they_are_left_out_where_they_stand_in_the_body) {
  ScoreRequest request;
  request.rows = {1, 2, 3, 4, 5, 6};  // of two features; the body has a bad row before them and one between them
  request.n_rows = 3;
  request.partial = true;
  request.unknown_categories = {{0, 0, "a"}, {1, 1, "b"}, {2, 0, "c"}};
  const RejectedInput bad{Rejection::not_a_number, "bad", "data[0].x"};
  request.row_errors = {{0, bad}, {2, bad}};
  BOOST_TEST(reject_incomputable(request, 1).field == "data[3]");
  BOOST_TEST(reject_incomputable(request, 1).message ==
             "the numbers of this row are too large for the model to compute with");

  leave_out(request, std::vector<std::size_t>{1});
  BOOST_TEST(request.rows == (std::vector<float>{1, 2, 5, 6}), boost::test_tools::per_element());
  BOOST_TEST(request.n_rows == 2U);
  BOOST_TEST((request.unknown_categories == std::vector<UnknownCategory>{{0, 0, "a"}, {1, 0, "c"}}));
  BOOST_REQUIRE(request.row_errors.size() == 3U);
  BOOST_TEST(request.row_errors[2].index == 3U);
  BOOST_TEST(request.row_errors[2].why.field == "data[3]");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scoring
