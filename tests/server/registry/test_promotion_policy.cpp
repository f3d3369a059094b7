#include "server/registry/promotion_policy.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <ostream>

using namespace clearwell::registry;
namespace bdata = boost::unit_test::data;

namespace {

const PromotionPolicy kPolicy{.recall_floor = 0.2};

/// 600 certified samples of which 234 are positive, as one in six of the potability file would be.
Evidence newer(Calls both, Calls champion_only, Calls challenger_only) {
  return {"newer_samples", {600, 234, both, champion_only, challenger_only}, 1};
}
Evidence folds(Calls both, Calls champion_only, Calls challenger_only, int n_judged = 1) {
  return {"same_folds", {3276, 1278, both, champion_only, challenger_only}, n_judged};
}

struct Case {
  const char* what;
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
     {newer({80, 62}, {20, 8}, {20, 18})},
     {},
     true,
     "on 600 samples that are new to both the challenger's precision is 0.800 (80 of 100), the champion's 0.700 (70 of "
     "100): better by at least 0.042 at confidence 0.970",
     0},
    {"a little better may be luck",
     {newer({80, 62}, {20, 10}, {20, 13})},
     {},
     false,
     "on 600 samples that are new to both the challenger's precision is 0.750 (75 of 100), the champion's 0.720 (72 of "
     "100): the difference of 0.030 may be luck, its lower bound is -0.033 at confidence 0.970",
     0},
    {"the same calls",
     {newer({100, 80}, {}, {})},
     {},
     false,
     "on 600 samples that are new to both the challenger's precision is 0.800 (80 of 100), the champion's 0.800 (80 of "
     "100): the difference of 0.000 may be luck, its lower bound is -0.020 at confidence 0.970",
     0},
    {"worse",
     {newer({80, 62}, {20, 18}, {20, 8})},
     {},
     false,
     "on 600 samples that are new to both the challenger's precision is 0.700 (70 of 100), the champion's 0.800 (80 of "
     "100): the difference of -0.100 may be luck, its lower bound is -0.161 at confidence 0.970",
     0},
    {"too few positives on the new samples: the folds decide",
     {newer({10, 9}, {19, 5}, {20, 20}), folds({300, 240}, {100, 50}, {100, 85})},
     {},
     true,
     "on the same folds of 3276 samples the challenger's precision is 0.812 (325 of 400), the champion's 0.725 (290 of "
     "400): better by at least 0.056 at confidence 0.970",
     1},
    {"thirty of each are enough",
     {newer({10, 8}, {20, 2}, {40, 38}), folds({300, 240}, {100, 85}, {100, 84})},
     {},
     true,
     "on 600 samples that are new to both the challenger's precision is 0.920 (46 of 50), the champion's 0.333 (10 of "
     "30): better by at least 0.406 at confidence 0.970",
     0},
    {"no side's silence is a figure",
     {newer({}, {}, {80, 80}), folds({}, {90, 60}, {})},
     {},
     false,
     "no evidence: on 600 samples that are new to both the champion called 0 positive and the challenger 80; on the "
     "same "
     "folds of 3276 samples the champion called 90 positive and the challenger 0; at least 30 of each are needed",
     std::nullopt},
    {"nothing to compare on",
     {},
     {},
     false,
     "no evidence: there are no rows on which the two can be compared; at least 30 of each are needed",
     std::nullopt},
    {"precise, and hardly ever says yes",
     {newer({20, 20}, {80, 50}, {15, 14})},
     {},
     false,
     "on 600 samples that are new to both the challenger's recall is at most 0.194, below the floor of 0.200",
     0},
    {"below the floor by chance only",
     {newer({30, 24}, {40, 16}, {15, 15})},
     {},
     true,
     "on 600 samples that are new to both the challenger's precision is 0.867 (39 of 45), the champion's 0.571 (40 of "
     "70): better by at least 0.176 at confidence 0.970",
     0},
    {"the best of six must be better by more",
     {folds({300, 240}, {100, 60}, {100, 77}, 6)},
     {},
     false,
     "on the same folds of 3276 samples the challenger's precision is 0.792 (317 of 400), the champion's 0.750 (300 of "
     "400): the difference of 0.042 may be luck, its lower bound is -0.001 at confidence 0.995",
     0},
    {"the only one judged need not",
     {folds({300, 240}, {100, 60}, {100, 77}, 1)},
     {},
     true,
     "on the same folds of 3276 samples the challenger's precision is 0.792 (317 of 400), the champion's 0.750 (300 of "
     "400): better by at least 0.011 at confidence 0.970",
     0},
    {"better on new samples, worse on the folds",
     {newer({80, 62}, {20, 8}, {20, 18}), folds({300, 240}, {100, 85}, {100, 50})},
     {},
     false,
     "on 600 samples that are new to both the challenger's precision is 0.800 (80 of 100), the champion's 0.700 (70 of "
     "100): better by at least 0.042 at confidence 0.970; but on the same folds of 3276 samples the challenger's "
     "precision is 0.725 (290 of 400), the champion's 0.812 (325 of 400): worse by at least 0.056 at confidence 0.970",
     0},
    {"better on the folds, and few new samples that say worse by far",
     {newer({10, 8}, {15, 15}, {15, 2}), folds({300, 240}, {100, 50}, {100, 85})},
     {},
     false,
     "on the same folds of 3276 samples the challenger's precision is 0.812 (325 of 400), the champion's 0.725 (290 of "
     "400): better by at least 0.056 at confidence 0.970; but on 600 samples that are new to both the challenger's "
     "precision is 0.400 (10 of 25), the champion's 0.920 (23 of 25): worse by at least 0.320 at confidence 0.970",
     1},
    {"an alarm outweighs any figure",
     {newer({80, 62}, {20, 8}, {20, 18})},
     {"trained on permuted labels it is as good", "ph alone separates the classes"},
     false,
     "the challenger's figures are not to be believed: trained on permuted labels it is as good; ph alone separates "
     "the "
     "classes",
     std::nullopt},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(promotion_policy)

BOOST_DATA_TEST_CASE(who_is_promoted_and_why, bdata::make(kCases), c) {
  const PromotionVerdict verdict = decide_promotion(kPolicy, c.evidence, c.alarms);
  BOOST_TEST(verdict.reason == c.reason);
  BOOST_TEST(verdict.promote == c.promote);
  BOOST_CHECK(verdict.decided_on == c.decided_on);
}

BOOST_AUTO_TEST_CASE(who_has_asked_before_needs_more) {
  const std::vector<Evidence> evidence = {newer({80, 62}, {20, 8}, {20, 18})};
  PromotionPolicy policy = kPolicy;
  policy.n_comparisons = 2;
  BOOST_TEST(
      decide_promotion(policy, evidence, {}).reason ==
      "on 600 samples that are new to both the challenger's precision is 0.800 (80 of 100), the champion's 0.700 "
      "(70 of 100): better by at least 0.029 at confidence 0.989");
  policy.n_comparisons = 100;
  const PromotionVerdict verdict = decide_promotion(policy, evidence, {});
  BOOST_TEST(!verdict.promote);
  BOOST_TEST(
      verdict.reason ==
      "on 600 samples that are new to both the challenger's precision is 0.800 (80 of 100), the champion's 0.700 "
      "(70 of 100): the difference of 0.100 may be luck, its lower bound is -0.029 at confidence 0.99997");
  const auto figures = nlohmann::json::parse(figures_json(policy, evidence, {}, verdict));
  BOOST_TEST(figures.at("policy").at("n_comparisons") == 100);
  BOOST_TEST(figures.at("evidence").at(0).at("precision_difference").at("confidence") == 0.99997,
             boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(rows_are_counted_by_who_called_them_positive) {
  PairedOutcomes outcomes;
  outcomes.add(true, true, true);
  outcomes.add(true, true, false);
  outcomes.add(true, false, false);
  outcomes.add(false, true, true);
  outcomes.add(false, false, true);
  outcomes.add(false, false, false);
  BOOST_CHECK((outcomes == PairedOutcomes{6, 3, {2, 1}, {1, 0}, {1, 1}}));
  BOOST_CHECK((outcomes.champion() == Calls{3, 1}));
  BOOST_CHECK((outcomes.challenger() == Calls{3, 2}));
  BOOST_CHECK(!Calls{}.precision());
}

BOOST_AUTO_TEST_CASE(the_bounds_of_rows_that_share_nothing_are_newcombes) {
  // Newcombe (1998), Statistics in Medicine 17(8): 873-890, table II, method 10: 56/70 - 48/80, 95 %.
  const auto difference = precision_difference({"", {150, 104, {}, {80, 48}, {70, 56}}, 1}, 0.975);
  BOOST_TEST(difference->value == 0.2, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(difference->lower == 0.0524, boost::test_tools::tolerance(1e-3));
  BOOST_TEST(difference->upper == 0.3339, boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(sides_exchanged_turn_the_bounds_round) {
  const auto one = precision_difference(newer({80, 62}, {20, 8}, {25, 18}), 0.96);
  const auto other = precision_difference(newer({80, 62}, {25, 18}, {20, 8}), 0.96);
  BOOST_TEST(one->value == -other->value, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(one->lower == -other->upper, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(one->upper == -other->lower, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(shared_rows_narrow_the_bounds) {
  const auto apart = precision_difference(newer({}, {100, 70}, {100, 80}), 0.96);
  const auto shared = precision_difference(newer({80, 62}, {20, 8}, {20, 18}), 0.96);
  BOOST_TEST(apart->value == shared->value, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(apart->lower < 0);
  BOOST_TEST(shared->lower > 0);
}

BOOST_AUTO_TEST_CASE(figures_tell_both_sides_and_nothing_that_is_not_known) {
  const std::vector<Evidence> evidence = {newer({}, {}, {80, 60}), folds({300, 240}, {100, 50}, {100, 85}, 2)};
  const PromotionVerdict verdict = decide_promotion(kPolicy, evidence, {});
  const auto figures = nlohmann::json::parse(figures_json(kPolicy, evidence, {}, verdict));
  BOOST_TEST(figures.at("policy").at("recall_floor") == 0.2);
  BOOST_TEST(figures.at("policy").at("min_predicted_positives") == 30);
  const auto& newer_samples = figures.at("evidence").at(0);
  BOOST_TEST(newer_samples.at("rows") == "newer_samples");
  BOOST_TEST(newer_samples.at("champion").at("precision").is_null());
  BOOST_TEST(newer_samples.at("champion").at("recall") == 0.0);
  BOOST_TEST(newer_samples.at("precision_difference").is_null());
  BOOST_TEST(newer_samples.at("decided") == false);
  const auto& same_folds = figures.at("evidence").at(1);
  BOOST_TEST(same_folds.at("decided") == true);
  BOOST_TEST(same_folds.at("n_judged") == 2);
  BOOST_TEST(same_folds.at("challenger").at("predicted_positives") == 400);
  BOOST_TEST(same_folds.at("challenger").at("precision").at("value") == 0.8125);
  BOOST_TEST(same_folds.at("champion").at("precision").at("lower").get<double>() < 0.725);
  BOOST_TEST(same_folds.at("precision_difference").at("lower").get<double>() > 0);
  BOOST_TEST(figures.at("alarms").empty());
}

BOOST_AUTO_TEST_SUITE_END()
