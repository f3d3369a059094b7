#pragma once

#include "web/state/state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Questions that views ask of the state, answered in words. Pure.
namespace clearwell::state {

/// The plant's name; one that does not exist is called simulated.
std::string plant_name(const Plant& plant, i18n::Language language);

/// What the law says of a plant's latest results, taken together. The model has no part in it.
struct VerdictSummary {
  enum class Kind { no_sample, no_limits, within, beyond, unjudged };
  Kind kind = Kind::no_sample;
  int judged = 0;
  std::vector<const Parameter*> beyond;
  std::vector<const Parameter*> unjudged;
  std::optional<std::int64_t> oldest;  ///< of the latest results
  std::optional<std::int64_t> newest;
  std::optional<int> stale_days;  ///< since the newest, when that is longer ago than a month
  std::string laws;               ///< `CAA art. 982`, each once, separated by commas
  std::string laboratories;       ///< each once, separated by commas
};
VerdictSummary summarize(const PlantResults& results, std::int64_t now);

/// Words of a verdict card: its heading and the sentences beneath, what was found first, then when, by whom and by
/// which law. Results that are a month old no longer say what the water is: then the heading tells their age, unless
/// one of them was beyond its limit.
std::string heading(const VerdictSummary& summary, i18n::Language language);
std::vector<std::string> sentences(const VerdictSummary& summary, std::int64_t utc_offset, i18n::Language language);

/// `≤ 3`, `6.5–8.5`, `≥ 0.2`, `0`; empty when there is no limit. The strictest ends of all of them.
std::string limit_text(const Parameter& parameter, i18n::Language language);

/// `20 November 2026`, or `6 to 20 November 2026` when the latest results are not of one day.
std::string dates_of(const VerdictSummary& summary, std::int64_t utc_offset, i18n::Language language);

/// `Last tested 12 Mar 2026`, with the days when that is long ago; or that it never was.
std::string last_tested(const Plant& plant, std::int64_t now, i18n::Language language);

/// `CAA art. 982: 3 NTU`
std::string limit_label(const Limit& limit, double end, i18n::Language language);

/// `0.42 mg/L`, or the words for "not measured".
std::string latest_text(const Parameter& parameter, i18n::Language language);

/// `0.21`, `0.2–0.5` of a bucket of several values, `<0.01` of a non-detect.
std::string bucket_text(const Bucket& bucket, int decimals, i18n::Language language);

/// What the law says of the newest result, as one of four; without a limit there is nothing to say.
Verdict verdict_of(const Parameter& parameter);
std::string verdict_words(const Parameter& parameter, i18n::Language language);

/// The estimate in words.
struct EstimateWords {
  std::string label;      ///< `Not potable`; of a regression `212.5 CLP/L`
  std::string sentence;   ///< n of 100, and from where on it says yes; of a regression what the number is
  std::string threshold;  ///< label of the mark on the bar; a regression has no bar
};
EstimateWords words_of(const scoring::Predictor& predictor, const scoring::Prediction& prediction,
                       i18n::Language language);

/// Of the page's estimate, or that there is none. \pre  state.predictor
EstimateWords estimate_words(const State& state);

/// From where on a classifier says yes: `says “potable” from 91 of 100`.
std::string threshold_words(const scoring::Predictor& predictor, i18n::Language language);

/// What a classifier's answer is called.
std::string answer_name(const spec::DatasetSpec& spec, bool positive, i18n::Language language);

/// What a contribution above or below zero speaks for: a class, or more and less of the number.
std::string direction_name(const spec::DatasetSpec& spec, bool upwards, i18n::Language language);

/// A feature's value as the person set it: `410 mg/L`, or "not measured".
std::string entry_text(const spec::FeatureSpec& feature, const FeatureEntry& entry, i18n::Language language);

/// `Sulfate 410 mg/L pushes towards “not potable”`
std::string push_text(const State& state, const Push& push);

/// The complaint about a typed value; empty when there is none.
std::string problem_text(const spec::FeatureSpec& feature, const FeatureEntry& entry, i18n::Language language);

}  // namespace clearwell::state
