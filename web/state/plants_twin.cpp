#include "web/i18n/texts.hpp"
#include "web/state/summary.hpp"
#include "web/state/text_twin.hpp"

#include <utility>

namespace clearwell::state {
namespace {

using i18n::Language;
using i18n::Text;

TwinSection table_of_results(const PlantResults& results, Language language) {
  TwinSection section;
  section.heading = fill(Text::twin_results, language, {plant_name(results.plant, language)});
  std::vector<std::string> head;
  for (const Text column : {Text::column_parameter, Text::column_latest, Text::column_limit, Text::column_verdict})
    head.emplace_back(text(column, language));
  section.rows.push_back(std::move(head));
  for (const Parameter& parameter : results.parameters) {
    section.rows.push_back({in(parameter.title, language), latest_text(parameter, language),
                            limit_text(parameter, language), verdict_words(parameter, language)});
  }
  return section;
}

void tell_results(const State& state, TextTwin& twin) {
  const PlantResults& results = *state.results;
  const VerdictSummary summary = summarize(results);
  twin.title = plant_name(results.plant, state.language);
  twin.status = twin.title + ": " + heading(summary, state.language) + ".";
  for (const std::string& sentence : sentences(summary, state.utc_offset, state.language))
    twin.status += " " + sentence;
  if (results.plant.simulated) twin.status += " " + std::string(text(Text::simulated_plant, state.language));
  twin.sections.push_back(table_of_results(results, state.language));
}

}  // namespace

TextTwin plants_twin(const State& state) {
  TextTwin twin;
  twin.title = text(Text::plants_heading, state.language);
  if (state.results) {
    tell_results(state, twin);
    return twin;
  }
  const bool empty = state.slot(Resource::plants).status == LoadStatus::ready && state.plants.empty();
  twin.status = text(empty ? Text::no_plants : Text::twin_loading, state.language);
  return twin;
}

}  // namespace clearwell::state
