#include "server/training/model_selection.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

using clearwell::training::select_candidate;
using clearwell::training::Selection;

namespace {

using Probabilities = std::vector<std::vector<float>>;

/// 100 rows, the first 50 positive: on top `right` positive and `wrong` negative ones, then the rest of one class
/// before the rest of the other, which moves the ROC AUC.
std::vector<float> scores(std::size_t right, std::size_t wrong, bool positives_next) {
  std::vector<float> p(100);
  for (std::size_t row = 0; row < 100; ++row) {
    const bool positive = row < 50;
    const bool on_top = positive ? row < right : row - 50 < wrong;
    p[row] = on_top ? 0.9F : positive == positives_next ? 0.5F : 0.1F;
  }
  return p;
}

std::vector<std::uint8_t> first_half_positive() {
  std::vector<std::uint8_t> labels(100, 0);
  std::fill(labels.begin(), labels.begin() + 50, std::uint8_t{1});
  return labels;
}

Selection select(const Probabilities& candidates) {
  return select_candidate(candidates, first_half_positive(), 0.2);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(model_selection)

BOOST_AUTO_TEST_CASE(a_clearly_higher_precision_wins_over_a_better_ranking) {
  // 10 of 10 against 50 of 65 and a far better ROC AUC.
  const Selection best = select({scores(18, 15, true), scores(10, 0, false)});
  BOOST_TEST(best.candidate == 1);
  BOOST_TEST(best.threshold.threshold == 0.9F);
  BOOST_TEST(best.threshold.precision == 1.0);
  BOOST_TEST(best.threshold.predicted_positives == 10);
}

BOOST_AUTO_TEST_CASE(within_one_standard_error_the_ranking_decides) {
  // 18 of 20 and 17 of 20: the standard error is 0.076, so the two cannot be told apart by 20 rows.
  BOOST_TEST(select({scores(18, 2, false), scores(17, 3, true)}).candidate == 1);
  BOOST_TEST(select({scores(17, 3, true), scores(18, 2, false)}).candidate == 0);
  // 50 of 65 is more than that below.
  BOOST_TEST(select({scores(18, 2, false), scores(18, 15, true)}).candidate == 0);
}

BOOST_AUTO_TEST_CASE(equal_candidates_are_settled_by_their_order) {
  BOOST_TEST(select({scores(18, 2, true), scores(18, 2, true)}).candidate == 0);
}

BOOST_AUTO_TEST_CASE(a_lone_candidate_is_chosen_with_its_threshold) {
  const Selection best = select({scores(5, 0, true)});  // 5 of 50 is below the floor: the next level must be taken in
  BOOST_TEST(best.candidate == 0);
  BOOST_TEST(best.threshold.threshold == 0.5F);
  BOOST_TEST(best.threshold.recall == 1.0);
  BOOST_TEST(*best.roc_auc == 1.0);
}

BOOST_AUTO_TEST_CASE(the_second_best_is_the_best_of_the_rest) {
  const auto score = [](double precision, double roc_auc) {
    return clearwell::training::CandidateScore{
        {.threshold = 0, .precision = precision, .recall = 0.2, .predicted_positives = 100}, roc_auc};
  };
  // 0.80 and 0.79 are one to the standard error of 0.04; 0.70 is not.
  const clearwell::training::CandidateScore scores[] = {score(0.70, 0.9), score(0.80, 0.6), score(0.79, 0.7)};
  const auto ranked = [&](std::size_t n) { return clearwell::training::best_candidates(scores, n); };
  BOOST_CHECK((ranked(1) == std::vector<std::size_t>{2}));
  BOOST_CHECK((ranked(9) == std::vector<std::size_t>{2, 1, 0}));
}

BOOST_AUTO_TEST_CASE(a_candidate_out_of_the_race_is_not_chosen) {
  const Selection best = select({{}, scores(18, 15, true), {}, scores(10, 0, false)});
  BOOST_TEST(best.candidate == 3);
}

BOOST_AUTO_TEST_CASE(an_error_that_is_no_number_loses_to_any_other) {
  const std::vector<double> targets = {1, 2, 3};
  const clearwell::spec::MetricSpec mae{.name = "mae", .recall_floor = 0};
  BOOST_TEST(select_candidate(Probabilities{{1, std::nanf(""), 3}, {9, 9, 9}, {1, 2, 4}}, targets, mae).candidate == 2);
  BOOST_TEST(select_candidate(Probabilities{{9, 9, 9}, {1, std::nanf(""), 3}}, targets, mae).candidate == 0);
}

BOOST_AUTO_TEST_SUITE_END()
