#include "web/i18n/texts.hpp"
#include "web/state/model_words.hpp"
#include "web/state/reduce.hpp"
#include "web/state/text_twin.hpp"

#include <utility>

namespace clearwell::state {
namespace {

using i18n::Text;
using Rows = std::vector<std::vector<std::string>>;

TwinSection section_of(const State& state, Text heading, std::vector<std::string> sentences = {}, Rows rows = {}) {
  TwinSection section;
  section.heading = text(heading, state.language);
  section.sentences = std::move(sentences);
  section.rows = std::move(rows);
  return section;
}

/// Where the row of choices leads.
TwinSection views_of_model(const State& state) {
  constexpr std::pair<ModelView, Text> kViews[] = {{ModelView::card, Text::view_card},
                                                   {ModelView::figures, Text::view_figures},
                                                   {ModelView::data, Text::view_data},
                                                   {ModelView::history, Text::view_history}};
  TwinSection bar;
  for (const auto& [view, words] : kViews) {
    Address address = address_of(state);
    address.model_view = view;
    bar.links.push_back({std::string(text(words, state.language)), to_hash(address)});
  }
  return bar;
}

void tell_card(const State& state, TextTwin& twin) {
  Rows rows = {
      {std::string(text(Text::column_fact, state.language)), std::string(text(Text::column_value, state.language))}};
  for (const ModelFact& fact : model_facts(state))
    rows.push_back({fact.label, fact.value});
  rows.push_back({std::string(text(Text::model_file, state.language)), state.file_sha256});
  twin.sections.push_back(section_of(state, Text::view_card, {}, std::move(rows)));
  twin.sections.push_back(section_of(state, Text::not_for, warnings(state)));
}

void tell_figures(const State& state, TextTwin& twin) {
  twin.sections.push_back(section_of(state, Text::quality_heading, quality_sentences(state), figure_rows(state)));
  const auto add = [&](Text heading, Rows rows) {
    if (!rows.empty()) twin.sections.push_back(section_of(state, heading, {}, std::move(rows)));
  };
  add(Text::curve_heading, precision_rows(state));
  add(Text::calibration_heading, calibration_rows(state));
  add(Text::confusion_heading, confusion_rows(state));
  add(Text::fails_heading, failure_rows(state));
}

void tell_data(const State& state, TextTwin& twin) {
  if (!state.data) return;
  Rows rows = {{std::string(text(Text::column_parameter, state.language)),
                std::string(text(Text::column_missing, state.language))}};
  for (const FeatureOverview& feature : state.data->features)
    if (const spec::FeatureSpec* known = feature_named(state, feature.name))
      rows.push_back({in(known->title, state.language), missing_words(feature, state.language)});
  twin.sections.push_back(section_of(state, Text::data_heading, {}, std::move(rows)));
  twin.sections.push_back(section_of(state, Text::correlations_heading, correlation_sentences(state, 10)));
}

void tell_history(const State& state, TextTwin& twin) {
  if (!state.promotions) return;
  std::vector<std::string> sentences;
  for (const Promotion& promotion : *state.promotions)
    sentences.push_back(promotion_sentence(promotion, state.language) + " " + promotion.reason);
  if (sentences.empty()) sentences.emplace_back(text(Text::no_promotions, state.language));
  twin.sections.push_back(section_of(state, Text::history_of_model, std::move(sentences)));
}

}  // namespace

TextTwin model_twin(const State& state) {
  TextTwin twin;
  twin.title = text(Text::model_heading, state.language);
  twin.status = twin.title + ": " + model_facts(state).front().value + ".";
  twin.sections.push_back(views_of_model(state));
  switch (state.model_view) {
    case ModelView::card:
      tell_card(state, twin);
      break;
    case ModelView::figures:
      tell_figures(state, twin);
      break;
    case ModelView::data:
      tell_data(state, twin);
      break;
    case ModelView::history:
      tell_history(state, twin);
      break;
  }
  return twin;
}

}  // namespace clearwell::state
