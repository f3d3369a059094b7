#include "web/state/summary.hpp"

#include "web/i18n/texts.hpp"
#include "web/state/civil_time.hpp"
#include "web/state/number_text.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::state {
namespace {

using i18n::fill;
using i18n::in;
using i18n::Language;
using i18n::Text;
using i18n::text;

std::string law_name(const Limit& limit, Language language) {
  std::string name = limit.instrument;
  if (!limit.article.empty()) name += " " + limit.article;
  if (!limit.confirmed) name += " (" + std::string(text(Text::law_unconfirmed, language)) + ")";
  return name;
}

std::string names_of(const std::vector<const Parameter*>& parameters, Language language) {
  std::string names;
  for (const Parameter* parameter : parameters) {
    if (!names.empty()) names += ", ";
    names += in(parameter->title, language);
  }
  return names;
}

void add_once(const std::string& name, std::string& names) {
  if (name.empty() || (", " + names + ", ").find(", " + name + ", ") != std::string::npos) return;
  names += (names.empty() ? "" : ", ") + name;
}

void add_laws(const Parameter& parameter, std::string& laws) {
  for (const Limit& limit : parameter.limits)
    add_once(limit.article.empty() ? limit.instrument : limit.instrument + " " + limit.article, laws);
}

// Even the smallest supplies are sampled more often in the laws that we know, or the result speaks for no water that is
// drunk today.
constexpr int kFreshDays = 31;

/// Days since then, when they are too many.
std::optional<int> stale_days(std::int64_t time, std::int64_t now) {
  const std::int64_t days = (now - time) / kDaySeconds;
  return days > kFreshDays ? std::optional<int>(static_cast<int>(days)) : std::nullopt;
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::string unjudged_words(const VerdictSummary& summary, Language language) {
  const std::string names = names_of(summary.unjudged, language);
  if (summary.judged == 0) return fill(Text::unjudged_all, language, {names});
  if (summary.unjudged.size() == 1) return fill(Text::unjudged_one, language, {names});
  return fill(Text::unjudged_some, language, {std::to_string(summary.unjudged.size()), names});
}

VerdictSummary::Kind kind_of(const VerdictSummary& summary) {
  if (!summary.newest) return VerdictSummary::Kind::no_sample;
  if (!summary.beyond.empty()) return VerdictSummary::Kind::beyond;
  if (summary.judged > 0) return VerdictSummary::Kind::within;
  return summary.unjudged.empty() ? VerdictSummary::Kind::no_limits : VerdictSummary::Kind::unjudged;
}

/// Digits that a limit needs and no more: 3, 0.2, 6.5.
std::string short_number(double value, Language language) {
  for (int decimals = 0; decimals < 6; ++decimals) {
    const double scale = std::pow(10.0, decimals);
    if (std::abs(std::round(value * scale) / scale - value) < 1e-9 * std::max(1.0, std::abs(value))) {
      return number_text(value, decimals, language);
    }
  }
  return number_text(value, 6, language);
}

std::string of_hundred_text(double probability, int decimals, Language language) {
  return decimals == 0 ? std::to_string(of_hundred(probability)) : number_text(probability * 100, decimals, language);
}

std::string capitalized(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

}  // namespace

std::string plant_name(const Plant& plant, Language language) {
  return plant.simulated ? fill(Text::simulated_name, language, {plant.name}) : plant.name;
}

VerdictSummary summarize(const PlantResults& results, std::int64_t now) {
  VerdictSummary summary;
  for (const Parameter& parameter : results.parameters) {
    if (!parameter.latest) {
      if (!parameter.limits.empty()) summary.unjudged.push_back(&parameter);
      continue;
    }
    const std::int64_t time = parameter.latest->sampled_at;
    summary.oldest = std::min(summary.oldest.value_or(time), time);
    summary.newest = std::max(summary.newest.value_or(time), time);
    add_once(parameter.latest->laboratory, summary.laboratories);
    const Verdict verdict = parameter.latest->verdict;
    if (verdict == Verdict::within || verdict == Verdict::beyond) {
      ++summary.judged;
      add_laws(parameter, summary.laws);
    }
    if (verdict == Verdict::beyond) summary.beyond.push_back(&parameter);
    if (verdict == Verdict::cannot_be_judged) summary.unjudged.push_back(&parameter);
  }
  summary.kind = kind_of(summary);
  if (summary.newest) summary.stale_days = stale_days(*summary.newest, now);
  return summary;
}

std::string heading(const VerdictSummary& summary, Language language) {
  if (summary.stale_days && summary.kind != VerdictSummary::Kind::beyond)
    return fill(Text::last_tested_days, language, {std::to_string(*summary.stale_days)});
  switch (summary.kind) {
    case VerdictSummary::Kind::within:
      return std::string(text(Text::verdict_within, language));
    case VerdictSummary::Kind::beyond:
      return std::string(text(Text::verdict_beyond, language));
    case VerdictSummary::Kind::unjudged:
      return std::string(text(Text::verdict_unjudged, language));
    case VerdictSummary::Kind::no_limits:
      return std::string(text(Text::verdict_no_limits, language));
    case VerdictSummary::Kind::no_sample:
      break;
  }
  return std::string(text(Text::verdict_no_sample, language));
}

std::string dates_of(const VerdictSummary& summary, std::int64_t utc_offset, Language language) {
  const std::string last = date_in_words(*summary.newest + utc_offset, language);
  const std::string first = date_in_words(*summary.oldest + utc_offset, language);
  if (first == last) return last;
  // What both end with is said once: `6 to 20 November 2026`.
  std::size_t shared = first.find(' ');
  while (shared != std::string::npos && !ends_with(last, first.substr(shared)))
    shared = first.find(' ', shared + 1);
  return fill(Text::from_to, language, {first.substr(0, shared), last});
}

std::vector<std::string> sentences(const VerdictSummary& summary, std::int64_t utc_offset, Language language) {
  std::vector<std::string> lines;
  const std::string judged = std::to_string(summary.judged);
  if (!summary.newest) return lines;
  const std::string dates = dates_of(summary, utc_offset, language);
  if (summary.beyond.size() == 1) {
    lines.push_back(fill(Text::beyond_one, language, {judged, dates, names_of(summary.beyond, language)}));
  } else if (!summary.beyond.empty()) {
    lines.push_back(fill(Text::beyond_some, language,
                         {std::to_string(summary.beyond.size()), judged, dates, names_of(summary.beyond, language)}));
  } else if (summary.judged > 0) {
    lines.push_back(fill(summary.judged == 1 ? Text::within_one : Text::within_all, language, {judged, dates}));
  } else {
    lines.push_back(fill(Text::newest_result, language, {dates}));
  }
  if (!summary.unjudged.empty()) lines.push_back(unjudged_words(summary, language));
  if (summary.stale_days && summary.kind == VerdictSummary::Kind::beyond)
    lines.push_back(fill(Text::last_tested_days, language, {std::to_string(*summary.stale_days)}) + ".");
  if (!summary.laboratories.empty()) lines.push_back(fill(Text::tested_by, language, {summary.laboratories}));
  if (!summary.laws.empty()) lines.push_back(fill(Text::judged_by, language, {summary.laws}));
  return lines;
}

std::string last_tested(const Plant& plant, std::int64_t now, Language language) {
  if (!plant.last_sample_at) return std::string(text(Text::never_tested, language));
  const std::optional<int> days = stale_days(*plant.last_sample_at, now);
  if (days) return fill(Text::last_tested_days, language, {std::to_string(*days)});
  return fill(Text::last_tested, language, {short_date(*plant.last_sample_at, language)});
}

std::string limit_text(const Parameter& parameter, Language language) {
  std::optional<double> low;
  std::optional<double> high;
  for (const Limit& limit : parameter.limits) {
    if (limit.min && (!low || *limit.min > *low)) low = limit.min;
    if (limit.max && (!high || *limit.max < *high)) high = limit.max;
  }
  if (low && high) return short_number(*low, language) + "–" + short_number(*high, language);
  if (high && *high == 0) return "0";  // must not be there at all
  if (high) return "≤ " + short_number(*high, language);
  return low ? "≥ " + short_number(*low, language) : "";
}

std::string limit_label(const Limit& limit, double end, Language language) {
  return law_name(limit, language) + ": " + with_unit(short_number(end, language), limit.unit);
}

std::string latest_text(const Parameter& parameter, Language language) {
  if (!parameter.latest) return std::string(text(Text::not_measured, language));
  return with_unit(laboratory_text(parameter.latest->text, language), parameter.unit);
}

std::string bucket_text(const Bucket& bucket, int decimals, Language language) {
  std::string words = bucket.non_detects > 0 ? "<" : "";
  words += number_text(bucket.min, decimals, language);
  if (bucket.max > bucket.min) words += "–" + number_text(bucket.max, decimals, language);
  return words;
}

Verdict verdict_of(const Parameter& parameter) {
  if (parameter.limits.empty()) return Verdict::no_limit;
  return parameter.latest ? parameter.latest->verdict : Verdict::cannot_be_judged;
}

std::string verdict_words(const Parameter& parameter, Language language) {
  switch (verdict_of(parameter)) {
    case Verdict::within:
      return std::string(text(Text::row_within, language));
    case Verdict::beyond:
      return std::string(text(Text::row_beyond, language));
    case Verdict::cannot_be_judged:
      return std::string(text(Text::row_unjudged, language));
    case Verdict::no_limit:
      break;
  }
  return std::string(text(Text::row_no_limit, language));
}

EstimateWords words_of(const scoring::Predictor& predictor, const scoring::Prediction& prediction, Language language) {
  const spec::LabelSpec& label = predictor.spec().label;
  if (predictor.spec().is_regression()) {
    const std::string value =
        with_unit(number_text(static_cast<double>(prediction.margin), label.decimals, language), label.unit);
    return {value, fill(Text::estimated_value, language, {in(label.title, language), value}), ""};
  }
  const std::string positive = in(label.positive_means, language);
  const double threshold = predictor.facts().threshold;
  const auto probability = static_cast<double>(prediction.probability);
  const int decimals = prediction.positive ? 0 : decimals_apart(probability, threshold);
  return {capitalized(answer_name(predictor.spec(), prediction.positive, language)),
          fill(Text::estimate_in_words, language,
               {of_hundred_text(probability, decimals, language), positive,
                of_hundred_text(threshold, decimals, language)}),
          threshold_words(predictor, language)};
}

EstimateWords estimate_words(const State& state) {
  if (state.what_if.estimate) return words_of(*state.predictor, state.what_if.estimate->prediction, state.language);
  return {std::string(text(Text::nothing_measured, state.language)),
          std::string(text(Text::nothing_estimated, state.language)), ""};
}

std::string threshold_words(const scoring::Predictor& predictor, Language language) {
  return fill(
      Text::threshold, language,
      {in(predictor.spec().label.positive_means, language), of_hundred_text(predictor.facts().threshold, 0, language)});
}

std::string answer_name(const spec::DatasetSpec& spec, bool positive, Language language) {
  return in(positive ? spec.label.positive_means : spec.label.negative_means, language);
}

std::string direction_name(const spec::DatasetSpec& spec, bool upwards, Language language) {
  if (spec.is_regression()) return std::string(text(upwards ? Text::more : Text::less, language));
  return answer_name(spec, upwards, language);
}

std::string entry_text(const spec::FeatureSpec& feature, const FeatureEntry& entry, Language language) {
  if (!entry.measured) return "(" + std::string(text(Text::not_measured, language)) + ")";
  if (!feature.is_number()) return in(feature.categories[category_of(feature, entry)].title, language);
  return with_unit(number_text(entry.value, feature.decimals, language), feature.unit);
}

std::string push_text(const State& state, const Push& push) {
  const spec::FeatureSpec& feature = state.predictor->spec().features[push.feature];
  const std::string value = entry_text(feature, state.what_if.entries[push.feature], state.language);
  const std::string title = in(feature.title, state.language);
  if (push.log_odds == 0) return fill(Text::pushes_nowhere, state.language, {title, value});
  const std::string towards = direction_name(state.predictor->spec(), push.log_odds > 0, state.language);
  return fill(Text::pushes_towards, state.language, {title, value, towards});
}

std::string problem_text(const spec::FeatureSpec& feature, const FeatureEntry& entry, Language language) {
  switch (entry.problem) {
    case EntryProblem::none:
      return {};
    case EntryProblem::not_a_number:
      return fill(Text::entry_not_a_number, language,
                  {entry.typed, plain_number_text(entry.value, feature.decimals, language)});
    case EntryProblem::out_of_range:
      return fill(
          Text::entry_out_of_range, language,
          {entry.typed, short_number(feature.plausible.low, language), short_number(feature.plausible.high, language)});
  }
  return {};
}

}  // namespace clearwell::state
