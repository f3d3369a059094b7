#include "server/training/summary.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace clearwell::training;
using clearwell::evaluation::ConfusionMatrix;
using clearwell::evaluation::wilson_interval;
using nlohmann::json;

namespace {

FoldScores fold(std::optional<double> roc_auc, ConfusionMatrix at_threshold) {
  FoldScores scores;
  scores.roc_auc = roc_auc;
  scores.at_threshold = at_threshold;
  scores.at_half = at_threshold;
  return scores;
}

FamilyEvaluation family(const char* name, std::vector<FoldScores> folds, int n_repeats = 1) {
  FamilyEvaluation evaluation;
  evaluation.family = name;
  evaluation.n_repeats = n_repeats;
  evaluation.folds = std::move(folds);
  return evaluation;
}

const ConfusionMatrix kNeverYes{0, 0, 60, 40};
const ConfusionMatrix kGood{8, 2, 58, 32};
const ConfusionMatrix kPoor{6, 4, 56, 34};

const FoldMetric& metric(std::string_view name) {
  for (const FoldMetric& candidate : fold_metrics())
    if (candidate.name == name) return candidate;
  BOOST_FAIL("no metric " << name);
  return fold_metrics()[0];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(summary)

BOOST_AUTO_TEST_CASE(folds_without_evidence_do_not_count) {
  const std::vector<FoldScores> folds = {fold(0.6, kGood), fold(0.7, kNeverYes), fold(0.8, kPoor)};
  const MetricSummary precision = summarise(folds, metric("precision"));
  BOOST_CHECK_CLOSE_FRACTION(*precision.mean, 0.7, 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(*precision.sd, std::sqrt(0.02), 1e-14);  // of 0.8 and 0.6, n - 1
  const MetricSummary roc_auc = summarise(folds, metric("roc_auc"));
  BOOST_CHECK_CLOSE_FRACTION(*roc_auc.mean, 0.7, 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(*roc_auc.sd, 0.1, 1e-14);
  BOOST_CHECK(summarise(std::span(folds).subspan(1, 1), metric("precision")) == MetricSummary{});
  BOOST_CHECK(!summarise(std::span(folds).subspan(0, 1), metric("precision")).sd);
}

BOOST_AUTO_TEST_CASE(positives_of_all_folds_are_counted_together) {
  const PooledPrecision pooled = pooled_precision(family("a", {fold(0.6, {9, 1, 0, 0}), fold(0.6, {3, 7, 0, 0})}));
  BOOST_TEST(*pooled.precision == 0.6);
  BOOST_TEST(pooled.predicted_positives == 20);
  BOOST_CHECK(pooled.interval == wilson_interval(12, 20));
}

BOOST_AUTO_TEST_CASE(repeats_of_the_same_rows_are_no_new_evidence) {
  const std::vector<FoldScores> once = {fold(0.6, {9, 1, 0, 0}), fold(0.6, {3, 7, 0, 0})};
  std::vector<FoldScores> twice = once;
  twice.insert(twice.end(), once.begin(), once.end());
  BOOST_CHECK(pooled_precision(family("a", twice, 2)) == pooled_precision(family("a", once, 1)));
}

BOOST_AUTO_TEST_CASE(the_highest_lower_bound_wins) {
  const std::vector<FamilyEvaluation> families = {family("poor", {fold(0.9, kPoor)}),
                                                  family("good", {fold(0.5, kGood)})};
  BOOST_TEST(*best_family(families) == 1);
}

BOOST_AUTO_TEST_CASE(a_perfect_precision_on_one_row_is_weaker_than_eight_of_ten) {
  const std::vector<FamilyEvaluation> families = {family("rare", {fold(0.6, {1, 0, 60, 39})}),
                                                  family("good", {fold(0.6, kGood)})};
  BOOST_TEST(*best_family(families) == 1);
}

BOOST_AUTO_TEST_CASE(equal_bounds_are_settled_by_the_ranking_and_then_the_order) {
  const std::vector<FamilyEvaluation> ranked = {family("a", {fold(0.6, kGood)}), family("b", {fold(0.7, kGood)})};
  BOOST_TEST(*best_family(ranked) == 1);
  const std::vector<FamilyEvaluation> equal = {family("a", {fold(0.6, kGood)}), family("b", {fold(0.6, kGood)})};
  BOOST_TEST(*best_family(equal) == 0);
}

BOOST_AUTO_TEST_CASE(without_evidence_nothing_wins) {
  const std::vector<FamilyEvaluation> silent = {family("never yes", {fold(0.9, kNeverYes)})};
  BOOST_CHECK(!best_family(silent));
  const std::vector<FamilyEvaluation> one = {silent[0], family("poor", {fold(0.4, kPoor)})};
  BOOST_TEST(*best_family(one) == 1);
}

BOOST_AUTO_TEST_CASE(a_regression_whose_error_is_no_number_wins_nothing) {
  const auto with_error = [](double estimate) {
    FamilyEvaluation evaluation;
    evaluation.error_metric = clearwell::spec::MetricSpec{.name = "mae", .recall_floor = 0};
    evaluation.folds.emplace_back().errors.add(estimate, 1);
    return evaluation;
  };
  BOOST_TEST(*best_family(std::vector{with_error(std::nan("")), with_error(7)}) == 1);
  BOOST_CHECK(!best_family(std::vector{with_error(std::nan(""))}));
}

BOOST_AUTO_TEST_CASE(json_says_null_where_there_is_no_evidence) {
  const json metrics = json::parse(metrics_json(family("a", {fold(0.6, kNeverYes), fold(0.7, kNeverYes)})));
  BOOST_CHECK_CLOSE_FRACTION(metrics.at("roc_auc").at("mean").get<double>(), 0.65, 1e-15);
  BOOST_TEST(metrics.at("precision").dump() == R"({"lower":null,"mean":null,"pooled":null,"sd":null,"upper":null})");
  BOOST_TEST(metrics.at("recall").at("mean").get<double>() == 0.0);
  BOOST_TEST(metrics.at("brier").dump() == R"({"mean":null,"sd":null})");
  for (const char* name : {"pr_auc", "log_loss", "accuracy_at_half", "precision_at_half", "f1", "predicted_positives"})
    BOOST_TEST(metrics.contains(name));
}

BOOST_AUTO_TEST_SUITE_END()
