#include "common/evaluation/probability_scores.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

using clearwell::evaluation::brier_score;
using clearwell::evaluation::log_loss;

BOOST_AUTO_TEST_SUITE(probability_scores)

BOOST_AUTO_TEST_CASE(brier_score_of_the_scikit_learn_example) {
  const std::vector<float> p = {0.1F, 0.9F, 0.8F, 0.3F};
  const std::vector<std::uint8_t> y = {0, 1, 1, 0};
  BOOST_CHECK_SMALL(*brier_score(p, y) - (0.01 + 0.01 + 0.04 + 0.09) / 4, 1e-8);  // 0.0375
}

BOOST_AUTO_TEST_CASE(log_loss_of_the_scikit_learn_example) {
  // log_loss(["spam", "ham", "ham", "spam"], [[.1, .9], [.9, .1], [.8, .2], [.35, .65]]) = 0.21616
  const std::vector<float> p = {0.9F, 0.1F, 0.2F, 0.65F};
  const std::vector<std::uint8_t> y = {1, 0, 0, 1};
  BOOST_CHECK_SMALL(*log_loss(p, y) - 0.2161618741, 1e-7);
}

BOOST_AUTO_TEST_CASE(a_coin_scores_a_quarter_and_ln_2) {
  const std::vector<float> p = {0.5F, 0.5F};
  const std::vector<std::uint8_t> y = {1, 0};
  BOOST_TEST(*brier_score(p, y) == 0.25);
  BOOST_CHECK_SMALL(*log_loss(p, y) - std::log(2.0), 1e-15);
}

BOOST_AUTO_TEST_CASE(certain_and_wrong_is_finite) {
  const std::vector<float> p = {1.0F, 0.0F};
  const std::vector<std::uint8_t> y = {0, 1};
  BOOST_TEST(*brier_score(p, y) == 1.0);
  BOOST_CHECK_CLOSE_FRACTION(*log_loss(p, y), 34.5388, 1e-3);
}

BOOST_AUTO_TEST_CASE(no_rows_no_score) {
  BOOST_CHECK(!brier_score({}, {}));
  BOOST_CHECK(!log_loss({}, {}));
}

BOOST_AUTO_TEST_SUITE_END()
