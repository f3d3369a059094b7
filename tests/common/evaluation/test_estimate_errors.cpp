#include "common/evaluation/estimate_errors.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using clearwell::evaluation::EstimateErrors;

BOOST_AUTO_TEST_SUITE(estimate_errors)

BOOST_AUTO_TEST_CASE(four_rows_by_hand) {
  EstimateErrors errors;
  errors.add(2.5, 3);
  errors.add(0, -0.5);
  errors.add(2, 2);
  errors.add(8, 7);
  BOOST_TEST(errors.rows() == 4);
  BOOST_CHECK_CLOSE(*errors.mae(), 0.5, 1e-12);
  BOOST_CHECK_CLOSE(*errors.rmse(), std::sqrt(0.375), 1e-12);
  BOOST_CHECK_CLOSE(*errors.bias(), 0.25, 1e-12);
  BOOST_CHECK_CLOSE(*errors.r2(), 0.9486081370449679, 1e-10);  // scikit-learn's r2_score of the same rows
}

BOOST_AUTO_TEST_CASE(the_mean_explains_nothing_and_worse_than_it_is_below_zero) {
  EstimateErrors mean;
  EstimateErrors worse;
  for (const double observed : {1.0, 2.0, 6.0}) {
    mean.add(3, observed);
    worse.add(-observed, observed);
  }
  BOOST_CHECK_SMALL(*mean.r2(), 1e-12);
  BOOST_TEST(*worse.r2() < -1);
}

BOOST_AUTO_TEST_CASE(without_rows_there_is_no_evidence) {
  const EstimateErrors none;
  BOOST_TEST(!none.mae());
  BOOST_TEST(!none.rmse());
  BOOST_TEST(!none.bias());
  BOOST_TEST(!none.r2());
}

BOOST_AUTO_TEST_CASE(equal_numbers_have_no_variance_to_explain) {
  EstimateErrors errors;
  errors.add(1, 5);
  errors.add(2, 5);
  BOOST_TEST(!errors.r2());
  BOOST_CHECK_CLOSE(*errors.mae(), 3.5, 1e-12);
}

BOOST_AUTO_TEST_CASE(parts_add_up_to_the_whole) {
  EstimateErrors whole;
  EstimateErrors parts[2];
  for (int row = 0; row < 9; ++row) {
    whole.add(row * 0.5, row * row);
    parts[row < 3 ? 0 : 1].add(row * 0.5, row * row);
  }
  EstimateErrors sum;
  sum += parts[0];
  sum += parts[1];
  sum += EstimateErrors();
  BOOST_TEST(sum.rows() == 9);
  BOOST_CHECK_CLOSE(*sum.mae(), *whole.mae(), 1e-12);
  BOOST_CHECK_CLOSE(*sum.rmse(), *whole.rmse(), 1e-12);
  BOOST_CHECK_CLOSE(*sum.r2(), *whole.r2(), 1e-10);
}

BOOST_AUTO_TEST_CASE(large_numbers_keep_their_small_variance) {
  EstimateErrors errors;
  for (int row = 0; row < 1000; ++row)
    errors.add(1e9, 1e9 + row % 2);
  BOOST_CHECK_CLOSE(*errors.r2(), 1 - 500.0 / 250.0, 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
