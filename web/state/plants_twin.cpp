#include "web/i18n/texts.hpp"
#include "web/state/civil_time.hpp"
#include "web/state/histories.hpp"
#include "web/state/number_text.hpp"
#include "web/state/plant_search.hpp"
#include "web/state/reduce.hpp"
#include "web/state/summary.hpp"
#include "web/state/text_twin.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace clearwell::state {
namespace {

using i18n::Language;
using i18n::Text;

constexpr std::size_t kMostValues = 60;

Address place_of(const std::string& plant_id, const std::string& parameter) {
  Address address;
  address.section = Section::plants;
  address.plant_id = plant_id;
  address.parameter = parameter;
  return address;
}

TwinSection list_of_plants(const State& state) {
  TwinSection section;
  section.heading = text(Text::plants_heading, state.language);
  for (const Plant* plant : found_plants(state)) {
    std::string words = plant_name(*plant, state.language);
    if (!plant->place.empty()) words += ", " + plant->place;
    words += ". " + last_tested(*plant, state.now, state.language);
    section.links.push_back({std::move(words), to_hash(place_of(plant->id, ""))});
  }
  if (section.links.empty() && !state.plant_query.empty())
    section.sentences.push_back(fill(Text::nothing_found, state.language, {state.plant_query}));
  return section;
}

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
    section.links.push_back({fill(Text::history_of, language, {in(parameter.title, language)}),
                             to_hash(place_of(results.plant.id, parameter.code))});
  }
  return section;
}

/// What of one source is on the chart, taken together.
struct Extremes {
  int count = 0;
  int non_detects = 0;
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
};

Extremes extremes_of(const std::vector<Bucket>& buckets, const DateRange& dates) {
  Extremes all;
  for (const Bucket& bucket : buckets) {
    if (bucket.time < dates.from || bucket.time > dates.to) continue;
    all.count += bucket.count;
    all.non_detects += bucket.non_detects;
    all.low = std::min(all.low, bucket.min);
    all.high = std::max(all.high, bucket.max);
  }
  return all;
}

void tell_limits(const History& history, Language language, TwinSection& section) {
  for (const Limit& limit : history.limits) {
    for (const std::optional<double>& end : {limit.min, limit.max})
      if (end) section.sentences.push_back(fill(Text::history_limit, language, {limit_label(limit, *end, language)}));
  }
}

void tell_values(const State& state, const History& history, TwinSection& section) {
  std::vector<const Bucket*> shown;
  for (const Bucket& bucket : history.laboratory)
    if (bucket.time >= state.dates->from && bucket.time <= state.dates->to) shown.push_back(&bucket);
  if (shown.empty()) return;
  const std::size_t first = shown.size() > kMostValues ? shown.size() - kMostValues : 0;
  if (first > 0)
    section.sentences.push_back(fill(Text::history_newest, state.language,
                                     {std::to_string(shown.size() - first), std::to_string(shown.size())}));
  section.rows.push_back({std::string(text(Text::column_date, state.language)),
                          std::string(text(Text::legend_laboratory, state.language))});
  for (std::size_t i = shown.size(); i > first; --i) {
    const Bucket& bucket = *shown[i - 1];
    section.rows.push_back({date_in_words(bucket.time + state.utc_offset, state.language),
                            with_unit(bucket_text(bucket, history.decimals, state.language), history.unit)});
  }
}

TwinSection history_on_chart(const State& state, const History& history) {
  const Language language = state.language;
  TwinSection section;
  section.heading = fill(Text::history_of, language, {in(history.title, language)});
  const auto date = [&](std::int64_t time) { return date_in_words(time + state.utc_offset, language); };
  section.sentences.push_back(fill(Text::history_dates, language,
                                   {fill(Text::from_to, language, {date(state.dates->from), date(state.dates->to)})}));
  tell_limits(history, language, section);
  const auto value = [&](double number) {
    return with_unit(number_text(number, history.decimals, language), history.unit);
  };
  const Extremes laboratory = extremes_of(history.laboratory, *state.dates);
  if (laboratory.count > 0)
    section.sentences.push_back(fill(Text::history_laboratory, language,
                                     {std::to_string(laboratory.count), value(laboratory.low), value(laboratory.high),
                                      std::to_string(laboratory.non_detects)}));
  const Extremes instrument = extremes_of(history.instrument, *state.dates);
  if (instrument.count > 0)
    section.sentences.push_back(
        fill(Text::history_instrument, language,
             {number_text(instrument.count, 0, language), value(instrument.low), value(instrument.high)}));
  if (laboratory.count + instrument.count == 0) section.sentences.emplace_back(text(Text::history_empty, language));
  tell_values(state, history, section);
  return section;
}

void tell_results(const State& state, TextTwin& twin) {
  const PlantResults& results = *state.results;
  const VerdictSummary summary = summarize(results, state.now);
  twin.title = plant_name(results.plant, state.language);
  twin.status = twin.title + ": " + heading(summary, state.language) + ".";
  for (const std::string& sentence : sentences(summary, state.utc_offset, state.language))
    twin.status += " " + sentence;
  if (results.plant.simulated) twin.status += " " + std::string(text(Text::simulated_plant, state.language));
  twin.sections.push_back(table_of_results(results, state.language));
  if (!state.dates) return;
  for (const History* history : {shown_history(state), shown_compared(state)})
    if (history != nullptr) twin.sections.push_back(history_on_chart(state, *history));
}

}  // namespace

TextTwin plants_twin(const State& state) {
  TextTwin twin;
  twin.title = text(Text::plants_heading, state.language);
  if (state.results) {
    tell_results(state, twin);
  } else {
    const bool empty = state.slot(Resource::plants).status == LoadStatus::ready && state.plants.empty();
    twin.status = text(empty ? Text::no_plants : Text::twin_loading, state.language);
  }
  if (!state.plants.empty()) twin.sections.push_back(list_of_plants(state));
  return twin;
}

}  // namespace clearwell::state
