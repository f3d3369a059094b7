#pragma once

#include "common/limits/limits.hpp"
#include "common/limits/possible_values.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Whether a limit's rule of compliance was kept. A value beyond the limit is an exceedance; only the rule makes a
/// violation: an average, a percentile, a share of a month's samples.
namespace clearwell::limits {

/// One laboratory result, as a rule counts it.
struct DatedResult {
  std::string day;                        ///< of the sample, on the plant's clock, `YYYY-MM-DD`
  std::string place;                      ///< sampling point; empty where it is not known
  std::optional<MeasuredValue> measured;  ///< canonical unit; empty where somebody measured and nobody can say what

  bool operator==(const DatedResult&) const = default;
};

enum class Compliance { kept, violated, cannot_be_judged };

/// Why a rule could not be judged.
enum class Doubt {
  none,
  unconfirmed,      ///< nobody has read the limit's text
  no_results,       ///< nothing was measured in the period
  missing_quarter,  ///< an average over a year needs results of each of its quarters
  period_not_over,  ///< further samples may come
  undetermined,     ///< values that the qualifiers leave possible disagree
};

/// What the rule of one limit says of one period, at one place where the rule is about places.
struct Judgement {
  std::string from;   ///< first day of the period, `YYYY-MM-DD`
  std::string to;     ///< first day after it
  std::string place;  ///< empty: all of the plant
  int results = 0;
  int exceedances = 0;  ///< of results: beyond the limit, each one by itself
  int unjudged = 0;     ///< of results: perhaps beyond
  /// What the rule compares: average or percentile in the limit's unit, or percent of samples beyond; none where each
  /// sample counts by itself or there is nothing to compute from.
  std::optional<PossibleValues> figure = {};
  Compliance compliance = Compliance::cannot_be_judged;
  Doubt doubt = Doubt::none;

  bool operator==(const Judgement&) const = default;
};

/// Judges each period that ends in [from, to), or goes on there, by what was sampled while the limit was in force:
///
/// | rule | period | kept where |
/// |---|---|---|
/// | each_sample | calendar year | no sample is beyond; one that is breaks it at once |
/// | annual_average, locational_annual_average | the four calendar quarters up to each quarter, the latter for each
/// place by itself | the mean of the samples is within. 40 CFR 141.2 | | percentile_90 | half a calendar year | the
/// 90th percentile is within: of n values in order the one at rank 0.9 n, between two ranks in proportion (of five:
/// halfway between the highest two), of fewer than five the highest. 40 CFR 141.80(c)(3) | | monthly_share | calendar
/// month | so many percent of the samples are within, or no more than the tolerated number is beyond |
///
/// `kept` and `violated` only where every value that the qualifiers leave possible agrees. A concentration is not below
/// what the parameter's `possible` range begins with.
/// \param results  of the limit's parameter, of any time and order; a year before `from` is needed for averages
/// \param from, to, today  `YYYY-MM-DD`; a period is over once `today` is behind it
/// \return ordered by period, then place; periods before the limit's first day and after its last are left out
std::vector<Judgement> judge_compliance(const Limit& limit, std::span<const DatedResult> results, std::string_view from,
                                        std::string_view to, std::string_view today);

/// Names in JSON: `kept`, `violated`, `cannot_be_judged`; `unconfirmed`, …, empty for none.
std::string_view to_string(Compliance compliance);
std::string_view to_string(Doubt doubt);

}  // namespace clearwell::limits
