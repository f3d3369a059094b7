#include "web/state/text_twin.hpp"

#include "web/i18n/texts.hpp"
#include "web/state/reduce.hpp"

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

TextTwin text_twin(const State& state) {
  if (state.section == Section::replay) {
    TextTwin twin = replay_twin(state);
    twin.sections.insert(twin.sections.begin(), sections_of_page(state));
    return twin;
  }
  const bool model = state.section == Section::model && state.predictor && state.version;
  TextTwin twin = model                                                 ? model_twin(state)
                  : state.section == Section::try_it && state.predictor ? estimate_twin(state)
                                                                        : plants_twin(state);
  twin.sections.insert(twin.sections.begin(), sections_of_page(state));
  return twin;
}

}  // namespace clearwell::state
