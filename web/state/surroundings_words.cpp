#include "web/state/surroundings_words.hpp"

#include "web/i18n/texts.hpp"
#include "web/state/civil_time.hpp"
#include "web/state/number_text.hpp"
#include "web/state/sample_values.hpp"
#include "web/state/summary.hpp"

namespace clearwell::state {

using i18n::fill;
using i18n::Text;
using i18n::text;

std::vector<std::string> range_sentences(const State& state) {
  const i18n::Language language = state.language;
  const WhatIf& what_if = state.what_if;
  if (what_if.uncertainty.value <= 0) return {};
  if (!what_if.surroundings || !what_if.surroundings->range) return {std::string(text(Text::looking_around, language))};
  const EstimateRange& range = *what_if.surroundings->range;
  const spec::DatasetSpec& spec = state.predictor->spec();
  std::vector<std::string> sentences;
  if (spec.is_regression()) {
    sentences.push_back(fill(Text::range_of_number, language,
                             {words_of(*state.predictor, range.low, language).label,
                              words_of(*state.predictor, range.high, language).label}));
  } else {
    sentences.push_back(fill(Text::range_of_hundred, language,
                             {std::to_string(of_hundred(static_cast<double>(range.low.probability))),
                              std::to_string(of_hundred(static_cast<double>(range.high.probability)))}));
    sentences.push_back(range.low.positive == range.high.positive
                            ? fill(Text::range_keeps, language, {answer_name(spec, range.low.positive, language)})
                            : std::string(text(Text::range_turns, language)));
  }
  sentences.push_back(range.exact ? std::string(text(Text::range_exact, language))
                                  : fill(Text::range_tried, language,
                                         {number_text(static_cast<double>(range.combinations), 0, language)}));
  return sentences;
}

std::string turning_sentence(const State& state) {
  if (state.predictor->spec().is_regression()) return {};
  const WhatIf& what_if = state.what_if;
  if (!what_if.surroundings) return std::string(text(Text::looking_around, state.language));
  if (!what_if.surroundings->turning_point) return std::string(text(Text::no_turning_point, state.language));
  const TurningPoint& point = *what_if.surroundings->turning_point;
  const spec::FeatureSpec& feature = state.predictor->spec().features[point.feature];
  const FeatureEntry& entry = what_if.entries[point.feature];
  FeatureEntry changed = entry;
  changed.value = point.value;
  return fill(Text::turning_point, state.language,
              {in(feature.title, state.language), entry_text(feature, changed, state.language),
               entry_text(feature, entry, state.language)});
}

std::string uncertainty_problem(const FeatureEntry& uncertainty, i18n::Language language) {
  switch (uncertainty.problem) {
    case EntryProblem::none:
      return {};
    case EntryProblem::not_a_number:
      return fill(Text::entry_not_a_number, language, {uncertainty.typed, "5"});
    case EntryProblem::out_of_range:
      return fill(Text::entry_out_of_range, language,
                  {uncertainty.typed, "0", plain_number_text(kMostUncertainty, 0, language)});
  }
  return {};
}

std::string origin_words(const State& state) {
  switch (state.what_if.origin) {
    case Origin::typical:
      return std::string(text(Text::start_typical, state.language));
    case Origin::sample:
      for (const LaboratorySample& sample : state.samples)
        if (sample.id == state.what_if.sample_id) return sample_words(state, sample);
      break;
    case Origin::person:
      break;
  }
  return std::string(text(Text::start_own, state.language));
}

std::string sample_words(const State& state, const LaboratorySample& sample) {
  const std::string date = sample.sampled_at ? date_in_words(*sample.sampled_at + state.utc_offset, state.language)
                                             : std::string(text(Text::start_undated, state.language));
  const spec::DatasetSpec& spec = state.predictor->spec();
  return fill(Text::start_sample, state.language,
              {date, std::to_string(n_measured(entries_of(spec, sample))), std::to_string(spec.features.size())});
}

}  // namespace clearwell::state
