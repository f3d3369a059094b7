#include "common/limits/compliance.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace clearwell::limits {
namespace {

/// Months since the year 0.
using MonthNumber = int;

MonthNumber month_of(std::string_view day) {
  const auto digits = [day](std::size_t first, std::size_t n) {
    int number = 0;
    for (const char digit : day.substr(first, n))
      number = 10 * number + (digit - '0');
    return number;
  };
  return 12 * digits(0, 4) + digits(5, 2) - 1;
}

std::string first_day_of(MonthNumber month) {
  const auto padded = [](int number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
  };
  return padded(month / 12, 4) + "-" + padded(month % 12 + 1, 2) + "-01";
}

struct RulePeriod {
  int step = 12;    ///< months from the end of one period to the end of the next
  int length = 12;  ///< months
};

RulePeriod period_of(ComplianceRule rule) {
  switch (rule) {
    case ComplianceRule::each_sample:
      return {12, 12};
    case ComplianceRule::annual_average:
    case ComplianceRule::locational_annual_average:
      return {3, 12};
    case ComplianceRule::percentile_90:
      return {6, 6};
    case ComplianceRule::monthly_share:
      return {1, 1};
  }
  return {};
}

/// One end of what is possible.
struct Bound {
  double value = 0;
  bool inside = true;
};

struct PossibleResult {
  MonthNumber month = 0;
  PossibleValues possible;
};

/// A number that differs from a limit by less than what rounding leaves is that limit: the mean of three times 0.07 is
/// 0.07, whatever binary fractions make of it.
double snapped(double value, const Limit& limit) {
  for (const std::optional<double>& end : {limit.min, limit.max})
    if (end && std::abs(value - *end) <= 1e-12 * std::abs(*end)) return *end;
  return value;
}

PossibleValues possible_of(const DatedResult& result, const Limit& limit, double least) {
  PossibleValues possible;
  if (result.measured && std::isfinite(result.measured->value))
    possible = possible_values(*result.measured, limit.counted);
  if (std::isinf(possible.low)) {
    possible.low = least;
    possible.low_inside = std::isfinite(least);
  }
  return possible;
}

PossibleValues mean_of(std::span<const PossibleResult> results) {
  PossibleValues mean{0, 0, true, true};
  for (const PossibleResult& result : results) {
    mean.low += result.possible.low;
    mean.high += result.possible.high;
    mean.low_inside = mean.low_inside && result.possible.low_inside;
    mean.high_inside = mean.high_inside && result.possible.high_inside;
  }
  const auto n = static_cast<double>(results.size());
  return {mean.low / n, mean.high / n, mean.low_inside, mean.high_inside};
}

/// \pre  bounds are in order and not empty
Bound percentile_90(const std::vector<Bound>& bounds) {
  const std::size_t n = bounds.size();
  if (n < 5) return bounds.back();
  const std::size_t tenths = 9 * n;  // rank 0.9 n, in tenths
  const Bound& lower = bounds[tenths / 10 - 1];
  if (tenths % 10 == 0 || std::isinf(lower.value)) return lower;
  const Bound& upper = bounds[tenths / 10];
  const double share = static_cast<double>(tenths % 10) / 10;
  return {lower.value + share * (upper.value - lower.value), lower.inside && upper.inside};
}

PossibleValues percentile_90_of(std::span<const PossibleResult> results) {
  std::vector<Bound> lows;
  std::vector<Bound> highs;
  for (const PossibleResult& result : results) {
    lows.push_back({result.possible.low, result.possible.low_inside});
    highs.push_back({result.possible.high, result.possible.high_inside});
  }
  // An end outside lies a little further in: above a low one, below a high one.
  std::sort(lows.begin(), lows.end(), [](const Bound& a, const Bound& b) {
    return a.value != b.value ? a.value < b.value : a.inside && !b.inside;
  });
  std::sort(highs.begin(), highs.end(), [](const Bound& a, const Bound& b) {
    return a.value != b.value ? a.value < b.value : !a.inside && b.inside;
  });
  const Bound low = percentile_90(lows);
  const Bound high = percentile_90(highs);
  return {low.value, high.value, low.inside, high.inside};
}

void judge_each(Judgement& judged) {
  if (judged.exceedances > 0)
    judged.compliance = Compliance::violated;
  else if (judged.unjudged == 0)
    judged.compliance = Compliance::kept;
}

void judge_share(Judgement& judged, const Limit& limit) {
  // In whole numbers: 5 % of 40 samples are two of them, not 2.0000000000000004.
  const int beyond_percent = 100 - limit.percent_of_samples;
  const auto too_many = [&](int n) { return n > limit.tolerated_samples && 100 * n > beyond_percent * judged.results; };
  judged.figure = PossibleValues{100.0 * judged.exceedances / judged.results,
                                 100.0 * (judged.exceedances + judged.unjudged) / judged.results, true, true};
  if (too_many(judged.exceedances))
    judged.compliance = Compliance::violated;
  else if (!too_many(judged.exceedances + judged.unjudged))
    judged.compliance = Compliance::kept;
}

void judge_figure(Judgement& judged, PossibleValues figure, const Limit& limit) {
  figure.low = snapped(figure.low, limit);
  figure.high = snapped(figure.high, limit);
  judged.figure = figure;
  const Verdict verdict = compare(figure, limit);
  if (verdict != Verdict::cannot_be_judged)
    judged.compliance = verdict == Verdict::within ? Compliance::kept : Compliance::violated;
}

bool has_each_quarter(std::span<const PossibleResult> results, MonthNumber first) {
  std::set<int> quarters;
  for (const PossibleResult& result : results)
    quarters.insert((result.month - first) / 3);
  return quarters.size() == 4;
}

void apply_rule(Judgement& judged, std::span<const PossibleResult> results, const Limit& limit) {
  switch (limit.compliance) {
    case ComplianceRule::each_sample:
      return judge_each(judged);
    case ComplianceRule::annual_average:
    case ComplianceRule::locational_annual_average:
      return judge_figure(judged, mean_of(results), limit);
    case ComplianceRule::percentile_90:
      return judge_figure(judged, percentile_90_of(results), limit);
    case ComplianceRule::monthly_share:
      return judge_share(judged, limit);
  }
}

/// What stands against any judgement, whatever the values are.
Doubt doubt_of(const Judgement& judged, std::span<const PossibleResult> results, const Limit& limit,
               std::string_view today) {
  if (!limit.confirmed) return Doubt::unconfirmed;
  if (results.empty()) return Doubt::no_results;
  if (limit.compliance == ComplianceRule::each_sample) return Doubt::none;
  if (today < judged.to) return Doubt::period_not_over;
  const bool over_a_year = period_of(limit.compliance).length == 12;
  if (over_a_year && !has_each_quarter(results, month_of(judged.from))) return Doubt::missing_quarter;
  return Doubt::none;
}

/// `judged` has its period and place.
Judgement judge_period(Judgement judged, std::span<const DatedResult> results, const Limit& limit,
                       std::string_view today) {
  const Parameter* const parameter = find_parameter(limit.parameter);
  const double least = parameter != nullptr && parameter->counted    ? 0
                       : parameter != nullptr && parameter->possible ? parameter->possible->low
                                                                     : -std::numeric_limits<double>::infinity();
  std::vector<PossibleResult> counted;
  for (const DatedResult& result : results) {
    if (result.day < judged.from || result.day >= judged.to || !is_in_force(limit, result.day)) continue;
    if (limit.compliance == ComplianceRule::locational_annual_average && result.place != judged.place) continue;
    counted.push_back({month_of(result.day), possible_of(result, limit, least)});
    const Verdict verdict = compare(counted.back().possible, limit);
    ++judged.results;
    judged.exceedances += verdict == Verdict::beyond ? 1 : 0;
    judged.unjudged += verdict == Verdict::cannot_be_judged ? 1 : 0;
  }
  if (!counted.empty()) apply_rule(judged, counted, limit);
  judged.doubt = doubt_of(judged, counted, limit, today);
  if (judged.doubt != Doubt::none)
    judged.compliance = Compliance::cannot_be_judged;
  else if (judged.compliance == Compliance::cannot_be_judged)
    judged.doubt = Doubt::undetermined;
  return judged;
}

std::set<std::string> places_of(std::span<const DatedResult> results, const Limit& limit) {
  if (limit.compliance != ComplianceRule::locational_annual_average) return {""};
  std::set<std::string> places;
  for (const DatedResult& result : results)
    places.insert(result.place);
  return places;
}

bool was_in_force(const Limit& limit, const Judgement& period) {
  return limit.valid_from < period.to && (limit.valid_to.empty() || period.from <= limit.valid_to);
}

}  // namespace

std::vector<Judgement> judge_compliance(const Limit& limit, std::span<const DatedResult> results, std::string_view from,
                                        std::string_view to, std::string_view today) {
  const RulePeriod period = period_of(limit.compliance);
  const std::set<std::string> places = places_of(results, limit);
  std::vector<Judgement> judgements;
  // Ends of periods are multiples of the step; the first one is the end of the step that holds `from`.
  for (MonthNumber end = (month_of(from) / period.step + 1) * period.step; first_day_of(end - period.step) < to;
       end += period.step) {
    Judgement judged;
    judged.from = first_day_of(end - period.length);
    judged.to = first_day_of(end);
    if (!was_in_force(limit, judged)) continue;
    for (const std::string& place : places) {
      judged.place = place;
      judgements.push_back(judge_period(judged, results, limit, today));
    }
  }
  return judgements;
}

std::string_view to_string(Compliance compliance) {
  switch (compliance) {
    case Compliance::kept:
      return "kept";
    case Compliance::violated:
      return "violated";
    case Compliance::cannot_be_judged:
      return "cannot_be_judged";
  }
  return "";
}

std::string_view to_string(Doubt doubt) {
  switch (doubt) {
    case Doubt::none:
      return "";
    case Doubt::unconfirmed:
      return "unconfirmed";
    case Doubt::no_results:
      return "no_results";
    case Doubt::missing_quarter:
      return "missing_quarter";
    case Doubt::period_not_over:
      return "period_not_over";
    case Doubt::undetermined:
      return "undetermined";
  }
  return "";
}

}  // namespace clearwell::limits
