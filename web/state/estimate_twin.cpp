#include "web/i18n/texts.hpp"
#include "web/state/reduce.hpp"
#include "web/state/summary.hpp"
#include "web/state/surroundings_words.hpp"
#include "web/state/text_twin.hpp"

#include <utility>

namespace clearwell::state {
namespace {

using i18n::Text;

TwinSection values_section(const State& state) {
  TwinSection values;
  values.heading = text(Text::twin_values, state.language);
  values.sentences.push_back(origin_words(state));
  values.rows.push_back({std::string(text(Text::column_parameter, state.language)),
                         std::string(text(Text::column_value, state.language))});
  for (std::size_t i = 0; i < state.what_if.entries.size(); ++i) {
    const spec::FeatureSpec& feature = state.predictor->spec().features[i];
    values.rows.push_back(
        {in(feature.title, state.language), entry_text(feature, state.what_if.entries[i], state.language)});
  }
  return values;
}

TwinSection surroundings_section(const State& state) {
  TwinSection section;
  section.heading = text(Text::firm_heading, state.language);
  section.sentences = range_sentences(state);
  if (std::string turning = turning_sentence(state); !turning.empty()) section.sentences.push_back(std::move(turning));
  return section;
}

TwinSection contributions_section(const State& state) {
  TwinSection section;
  section.heading = text(Text::contributions_heading, state.language);
  for (const Push& push : strongest_first(*state.what_if.estimate))
    section.sentences.push_back(push_text(state, push) + ".");
  return section;
}

/// Links to the same view with the values of the plant's samples.
TwinSection samples_section(const State& state) {
  TwinSection section;
  for (const Plant& plant : state.plants)
    if (plant.id == state.plant_id)
      section.heading = fill(Text::start_from, state.language, {plant_name(plant, state.language)});
  for (const LaboratorySample& sample : state.samples) {
    Address address = address_of(state);
    address.sample_id = sample.id;
    section.links.push_back({sample_words(state, sample), to_hash(address)});
  }
  return section;
}

}  // namespace

TextTwin estimate_twin(const State& state) {
  TextTwin twin;
  const EstimateWords words = estimate_words(state);
  twin.status = fill(Text::twin_estimate, state.language, {words.label}) + " " + words.sentence + " " +
                std::string(text(Text::estimate_not_verdict, state.language));
  twin.title = text(Text::try_heading, state.language);
  twin.sections.push_back(values_section(state));
  if (state.what_if.estimate) {
    twin.sections.push_back(surroundings_section(state));
    twin.sections.push_back(contributions_section(state));
  }
  if (!state.samples.empty()) twin.sections.push_back(samples_section(state));
  return twin;
}

}  // namespace clearwell::state
