#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Whether a challenger takes the champion's place. Pure: counts in, verdict out.
namespace clearwell::registry {

/// Rows that were called positive, and how many of them were.
struct Calls {
  std::int64_t predicted_positives = 0;
  std::int64_t true_positives = 0;

  Calls operator+(const Calls& other) const;
  std::optional<double> precision() const;  ///< empty without a positive call: no evidence, neither 0 nor 1
  bool operator==(const Calls&) const = default;
};

/// What champion and challenger said of the same certified rows, to none of which either was fitted.
struct PairedOutcomes {
  std::int64_t rows = 0;
  std::int64_t actual_positives = 0;
  Calls both;
  Calls champion_only;
  Calls challenger_only;

  void add(bool champion_positive, bool challenger_positive, bool actual);
  Calls champion() const { return both + champion_only; }
  Calls challenger() const { return both + challenger_only; }
  bool operator==(const PairedOutcomes&) const = default;
};

/// How far off champion and challenger, both regressions, were on the same certified rows, to none of which either was
/// fitted: absolute errors, or their squares.
struct PairedErrors {
  std::int64_t rows = 0;
  double champion = 0;    ///< sum over the rows
  double challenger = 0;  ///< sum over the rows
  double squares = 0;     ///< sum of the squared differences between the two
  /// Further rows on which one had no finite error; they are in none of the sums.
  std::int64_t champion_missing = 0;
  std::int64_t challenger_missing = 0;

  void add(double champion_error, double challenger_error);
  bool operator==(const PairedErrors&) const = default;
};

/// One set of rows on which the two can be compared.
struct Evidence {
  std::string rows;  ///< which ones, for programs: `newer_samples`, `same_folds`
  PairedOutcomes outcomes;
  int n_judged = 1;          ///< recipes that these rows were seen to judge before the best of them became challenger
  std::string missing = {};  ///< why there are no such rows; empty where there are
  PairedErrors errors = {};  ///< of a regression, in place of the outcomes
};

struct PromotionPolicy {
  double recall_floor = 0;           ///< of the spec: a precision reached by hardly ever saying yes does not count
  int min_predicted_positives = 30;  ///< of each side: with 23, a precision of 0.88 means 0.69 to 0.96
  /// That a challenger which is no better is refused. 0.95 is what is promised: at a hundred positives the bound below
  /// is passed by chance up to 1.2 times as often as its confidence says, and the promise must hold all the same.
  double confidence = 0.97;
  /// With this champion, this one included. Challenged every night, luck gets as many tries: the n-th comparison has
  /// n^-1.5 of the chance of error, a sum that stays finite; a better challenger gains more by the samples that come
  /// in.
  int n_comparisons = 1;
  /// Of a regression, whose errors are compared in place of precisions: `mae` or `rmse`. It has no recall floor.
  std::string error_metric = {};
  int min_rows = 30;  ///< that both estimated; of a regression

  bool is_regression() const { return !error_metric.empty(); }
};

/// How much better the challenger is: its precision minus the champion's, or the champion's mean error minus its own
/// (`rmse`: mean square error), with bounds that each hold with the given confidence.
struct Difference {
  double value = 0;
  double lower = -1;
  double upper = 1;
  double confidence = 0;
};

/// Wilson's interval for each of the two precisions, put together by the method of variance estimates recovery with the
/// correlation that comes from the rows both called positive. Where the best of n_judged recipes is being compared,
/// each gets an equal part of the chance of error (Bonferroni): the best of six equal ones is better by luck alone.
/// Assumes rows that are independent of one another.
/// \return  empty where a side has no positive call
/// Source: Zou, Donner (2008), Statistics in Medicine 27(10): 1693-1702; Newcombe (1998), Statistics in Medicine
/// 17(22): 2635-2650, method 10, for two proportions of the same rows; the correlation is that of the two ratio
/// estimators by the delta method, as in Moskowitz, Pepe (2006), Clinical Trials 3(3): 272-279, on paired predictive
/// values.
std::optional<Difference> precision_difference(const Evidence& evidence, double confidence);

/// Student's bounds for the mean of the rows' differences, with the confidence shared among n_judged as above. Assumes
/// rows that are independent of one another.
/// \return  empty below two rows
std::optional<Difference> error_reduction(const Evidence& evidence, double confidence);

struct PromotionVerdict {
  bool promote = false;
  std::string reason;                          ///< a sentence with the figures it rests on
  std::optional<std::size_t> decided_on = {};  ///< position in the evidence; empty when it did not come to that
};

/// Decides on the first set of rows where both sides have enough positive calls. There the challenger must not be shown
/// to miss the recall floor, and its precision must be higher by the lower bound of the difference; and no other set
/// may show the contrary. Regressions: the first set of enough rows, and an error that is lower by that bound; a
/// challenger that has no finite error of a row is refused, as the rows that it fails on are not among those compared.
/// A challenger with an alarm is refused whatever its figures. \param evidence  the most telling first \param alarms
/// reasons not to believe the challenger's figures
PromotionVerdict decide_promotion(const PromotionPolicy& policy, std::span<const Evidence> evidence,
                                  std::span<const std::string> alarms);

/// All that a decision rested on, as JSON for tracking.promotions.
std::string figures_json(const PromotionPolicy& policy, std::span<const Evidence> evidence,
                         std::span<const std::string> alarms, const PromotionVerdict& verdict);

}  // namespace clearwell::registry
