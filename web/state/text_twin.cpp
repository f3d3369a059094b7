#include "web/state/text_twin.hpp"

#include "web/i18n/texts.hpp"
#include "web/state/reduce.hpp"
#include "web/state/summary.hpp"

#include <utility>

namespace clearwell::state {
namespace {

using i18n::Text;

/// Where the bars of the drawing lead.
TwinSection sections_of_page(const State& state) {
  constexpr std::pair<Section, Text> kSections[] = {
      {Section::plants, Text::tab_plants}, {Section::try_it, Text::tab_try}, {Section::model, Text::tab_model}};
  TwinSection bar;
  for (const auto& [section, words] : kSections) {
    Address address = address_of(state);
    address.section = section;
    bar.links.push_back({std::string(text(words, state.language)), to_hash(address)});
  }
  return bar;
}

}  // namespace

TextTwin estimate_twin(const State& state) {
  TextTwin twin;
  const EstimateWords words = words_of(*state.predictor, state.what_if.estimate->prediction, state.language);
  twin.status = fill(Text::twin_estimate, state.language, {words.label}) + " " + words.sentence + " " +
                std::string(text(Text::estimate_not_verdict, state.language));
  twin.title = text(Text::try_heading, state.language);
  TwinSection values;
  values.heading = text(Text::twin_values, state.language);
  values.rows.push_back({std::string(text(Text::column_parameter, state.language)),
                         std::string(text(Text::column_latest, state.language))});
  for (std::size_t i = 0; i < state.what_if.entries.size(); ++i) {
    const spec::FeatureSpec& feature = state.predictor->spec().features[i];
    values.rows.push_back(
        {in(feature.title, state.language), entry_text(feature, state.what_if.entries[i], state.language)});
  }
  twin.sections.push_back(std::move(values));
  return twin;
}

TextTwin text_twin(const State& state) {
  TextTwin twin = state.section != Section::plants && state.predictor ? estimate_twin(state) : plants_twin(state);
  twin.sections.insert(twin.sections.begin(), sections_of_page(state));
  return twin;
}

}  // namespace clearwell::state
