#include "common/random/split_mix.hpp"
#include "server/registry/promotion_policy.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <ostream>

using namespace clearwell::registry;
namespace bdata = boost::unit_test::data;

namespace {

PromotionPolicy policy(const std::string& metric = "mae", int n_comparisons = 1) {
  PromotionPolicy made;
  made.error_metric = metric;
  made.n_comparisons = n_comparisons;
  return made;
}

/// Rows of which half are alternately a little above and below these mean errors.
Evidence evidence_of(const std::string& rows, int n, double champion, double challenger, double spread,
                     int n_judged = 1) {
  Evidence evidence{rows, {}, n_judged};
  for (int row = 0; row < n; ++row)
    evidence.errors.add(champion + (row % 2 == 0 ? spread : -spread), challenger);
  return evidence;
}

/// The same with further rows of which the challenger's error is `error`.
Evidence with_missing(Evidence evidence, double error, int n) {
  for (int row = 0; row < n; ++row)
    evidence.errors.add(5, error);
  return evidence;
}

struct Case {
  const char* what;
  PromotionPolicy policy;
  std::vector<Evidence> evidence;
  std::vector<std::string> alarms;
  bool promote;
  std::string reason;
  std::optional<std::size_t> decided_on;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.what;
}

const Case kCases[] = {
    {"clearly better on samples that are new to both",
     policy(),
     {evidence_of("newer_samples", 100, 5, 4, 2)},
     {},
     true,
     "on 100 samples that are new to both the challenger's MAE is 4, the champion's 5: better by at least 0.6176 at "
     "confidence 0.970",
     0},
    {"a little better may be luck",
     policy(),
     {evidence_of("newer_samples", 100, 5, 4.8, 2)},
     {},
     false,
     "on 100 samples that are new to both the challenger's MAE is 4.8, the champion's 5: the difference of 0.2 may be "
     "luck, its lower bound is -0.1824 at confidence 0.970",
     0},
    {"no better",
     policy(),
     {evidence_of("same_folds", 1000, 5, 5, 2)},
     {},
     false,
     "on the same folds of 1000 samples the challenger's MAE is 5, the champion's 5: the difference of 0 may be luck, "
     "its lower bound is -0.1191 at confidence 0.970",
     0},
    {"square errors are told by their root",
     policy("rmse"),
     {evidence_of("same_folds", 400, 25, 16, 10)},
     {},
     true,
     "on the same folds of 400 samples the challenger's RMSE is 4, the champion's 5: better by at least 8.056 in mean "
     "square error at confidence 0.970",
     0},
    {"too few newer samples: the folds decide",
     policy(),
     {evidence_of("newer_samples", 29, 5, 1, 2), evidence_of("same_folds", 400, 5, 4, 2)},
     {},
     true,
     "on the same folds of 400 samples the challenger's MAE is 4, the champion's 5: better by at least 0.8111 at "
     "confidence 0.970",
     1},
    {"the best of six of a job needs more",
     policy(),
     {evidence_of("same_folds", 100, 5, 4.5, 2, 6)},
     {},
     false,
     "on the same folds of 100 samples the challenger's MAE is 4.5, the champion's 5: the difference of 0.5 may be "
     "luck, "
     "its lower bound is -0.02792 at confidence 0.995",
     0},
    {"the hundredth comparison with one champion needs more",
     policy("mae", 100),
     {evidence_of("same_folds", 100, 5, 4.3, 2)},
     {},
     false,
     "on the same folds of 100 samples the challenger's MAE is 4.3, the champion's 5: the difference of 0.7 may be "
     "luck, "
     "its lower bound is -0.1428 at confidence 0.99997",
     0},
    {"newer samples that say the contrary",
     policy(),
     {evidence_of("newer_samples", 40, 5, 4, 0.1), evidence_of("same_folds", 400, 5, 6, 2)},
     {},
     false,
     "on 40 samples that are new to both the challenger's MAE is 4, the champion's 5: better by at least 0.969 at "
     "confidence 0.970; but on the same folds of 400 samples the challenger's MAE is 6, the champion's 5: worse by at "
     "least 0.8111 at confidence 0.970",
     0},
    {"a challenger that answers no number has no error that is lower",
     policy(),
     {with_missing(evidence_of("newer_samples", 100, 5, 4, 2), std::nan(""), 1)},
     {},
     false,
     "rows on which the challenger has no finite error: 1, beside 100 samples that are new to both",
     0},
    {"an infinite error of the challenger's",
     policy("rmse"),
     {with_missing(evidence_of("newer_samples", 100, 25, 16, 10), HUGE_VAL, 3)},
     {},
     false,
     "rows on which the challenger has no finite error: 3, beside 100 samples that are new to both",
     0},
    {"rows without a number are no rows",
     policy(),
     {with_missing(evidence_of("newer_samples", 29, 5, 4, 2), std::nan(""), 30)},
     {},
     false,
     "no evidence: newer_samples: 29 rows; at least 30 are needed",
     std::nullopt},
    {"an alarm",
     policy(),
     {evidence_of("newer_samples", 100, 5, 1, 2)},
     {"copied_target: x"},
     false,
     "the challenger's figures are not to be believed: copied_target: x",
     std::nullopt},
    {"no rows",
     policy(),
     {evidence_of("newer_samples", 3, 5, 1, 2), {"same_folds", {}, 1, "the run kept none"}},
     {},
     false,
     "no evidence: newer_samples: 3 rows; same_folds: the run kept none; at least 30 are needed",
     std::nullopt},
};

double standard_normal(clearwell::random::SplitMix64& random) {
  double sum = -6;
  for (int draw = 0; draw < 12; ++draw)
    sum += random.fraction();
  return sum;
}

/// Share of seeded trials in which a challenger of these errors is promoted; both miss alike what neither can know.
double share_promoted(const std::string& metric, double champion_sd, double challenger_sd, int n_rows) {
  constexpr int kTrials = 1000;
  int promoted = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    clearwell::random::SplitMix64 random(static_cast<std::uint64_t>(trial));
    Evidence evidence{"same_folds", {}, 1};
    for (int row = 0; row < n_rows; ++row) {
      const double shared = std::pow(standard_normal(random), 3);  // heavy tails
      const double champion = std::fabs(shared + champion_sd * standard_normal(random));
      const double challenger = std::fabs(shared + challenger_sd * standard_normal(random));
      if (metric == "mae")
        evidence.errors.add(champion, challenger);
      else
        evidence.errors.add(champion * champion, challenger * challenger);
    }
    promoted += decide_promotion(policy(metric), std::vector{evidence}, {}).promote ? 1 : 0;
  }
  return static_cast<double>(promoted) / kTrials;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(regression_promotion)

BOOST_DATA_TEST_CASE(a_lower_error_by_the_lower_bound_is_what_promotes, bdata::make(kCases), one) {
  const PromotionVerdict verdict = decide_promotion(one.policy, one.evidence, one.alarms);
  BOOST_TEST(verdict.promote == one.promote);
  BOOST_TEST(verdict.reason == one.reason);
  BOOST_CHECK(verdict.decided_on == one.decided_on);
}

BOOST_DATA_TEST_CASE(luck_promotes_at_most_one_in_twenty, bdata::make({"mae", "rmse"}) * bdata::make({30, 100, 500}),
                     metric, n_rows) {
  BOOST_TEST(share_promoted(metric, 1, 1, n_rows) <= 0.05);
}

BOOST_DATA_TEST_CASE(what_is_better_is_promoted_in_most_trials, bdata::make({"mae", "rmse"}), metric) {
  BOOST_TEST(share_promoted(metric, 2, 1, 200) > 0.5);
}

BOOST_AUTO_TEST_CASE(the_bounds_are_student_s) {
  // Differences 1, 2, 3, 4, 5: mean 3, standard error 0.7071; t of four degrees of freedom at 0.975 is 2.7764.
  Evidence evidence{"same_folds", {}, 1};
  for (int difference = 1; difference <= 5; ++difference)
    evidence.errors.add(10 + difference, 10);
  const auto reduction = error_reduction(evidence, 0.975);
  BOOST_REQUIRE(reduction);
  BOOST_CHECK_CLOSE(reduction->value, 3.0, 1e-9);
  BOOST_CHECK_CLOSE(reduction->lower, 3 - 2.7764 * std::sqrt(0.5), 4);  // the series is meant for 29 and more
  BOOST_TEST(!error_reduction(Evidence{"same_folds", {}, 1}, 0.975));
}

BOOST_AUTO_TEST_CASE(figures_tell_errors) {
  const std::vector<Evidence> evidence = {evidence_of("same_folds", 400, 25, 16, 10)};
  const PromotionPolicy by_rmse = policy("rmse");
  const auto json = nlohmann::json::parse(figures_json(by_rmse, evidence, {}, decide_promotion(by_rmse, evidence, {})));
  BOOST_TEST(json["policy"]["metric"] == "rmse");
  BOOST_TEST(json["policy"]["min_rows"] == 30);
  BOOST_TEST(!json["policy"].contains("recall_floor"));
  BOOST_TEST(json["evidence"][0]["champion"]["rmse"] == 5);
  BOOST_TEST(json["evidence"][0]["error_reduction"]["value"] == 9);
  BOOST_TEST(json["evidence"][0]["decided"] == true);
}

BOOST_AUTO_TEST_SUITE_END()
