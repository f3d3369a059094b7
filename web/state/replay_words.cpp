#include "web/state/replay_words.hpp"

#include "web/i18n/texts.hpp"
#include "web/state/civil_time.hpp"
#include "web/state/number_text.hpp"
#include "web/state/summary.hpp"

namespace clearwell::state {
namespace {

using i18n::fill;
using i18n::Text;

std::string words(Text key, const State& state) {
  return std::string(i18n::text(key, state.language));
}

std::string with_bits(std::string text, const std::string& bits) {
  return std::move(text) + " · " + bits;
}

}  // namespace

std::string replay_verdict(const State& state) {
  if (state.inference_id == 0) return words(Text::replay_none, state);
  for (const Resource resource : {Resource::inference, Resource::replay_file})
    if (state.slot(resource).status == LoadStatus::failed) return words(Text::replay_failed, state);
  if (!state.replay) return words(Text::replay_running, state);
  return words(state.replay->equal ? Text::replay_equal : Text::replay_different, state);
}

std::string replay_subject(const State& state) {
  const LoggedInference& logged = *state.logged;
  const Replay& replay = *state.replay;
  std::string subject = fill(Text::replay_subject, state.language,
                             {std::to_string(logged.inference_id), in(replay.predictor->spec().title, state.language),
                              std::to_string(logged.version)});
  if (logged.inferred_at) subject += " · " + date_in_words(*logged.inferred_at, state.language);
  for (const Plant& plant : state.plants)
    if (plant.id == logged.plant_id) subject += " · " + plant_name(plant, state.language);
  return subject;
}

std::vector<std::vector<std::string>> replay_rows(const State& state) {
  const LoggedInference& logged = *state.logged;
  const Replay& replay = *state.replay;
  const spec::DatasetSpec& spec = replay.predictor->spec();
  std::vector<std::vector<std::string>> rows = {{"", words(Text::column_then, state), words(Text::column_now, state)}};
  if (!spec.is_regression() && logged.positive)
    rows.push_back({words(Text::row_answer, state), answer_name(spec, *logged.positive, state.language),
                    answer_name(spec, replay.prediction.positive, state.language)});
  const auto number = [&](float value) { return number_text(static_cast<double>(value), 6, state.language); };
  rows.push_back({words(Text::row_score, state), with_bits(number(logged.margin), logged.margin_bits),
                  with_bits(number(replay.prediction.margin), bits_text(replay.prediction.margin))});
  if (spec.is_regression()) return rows;
  // A high probability below a higher threshold is no contradiction to the answer: the three have to be seen together.
  const std::string positive = answer_name(spec, true, state.language);
  rows.push_back({fill(Text::row_probability, state.language, {positive}),
                  with_bits(number(logged.probability), logged.probability_bits),
                  with_bits(number(replay.prediction.probability), bits_text(replay.prediction.probability))});
  rows.push_back({fill(Text::row_said_from, state.language, {positive}), number(logged.threshold),
                  number(static_cast<float>(replay.predictor->facts().threshold))});
  return rows;
}

std::vector<std::vector<std::string>> replay_features(const State& state) {
  const spec::DatasetSpec& spec = state.replay->predictor->spec();
  std::vector<std::vector<std::string>> rows = {
      {words(Text::column_parameter, state), words(Text::column_value, state)}};
  for (std::size_t i = 0; i < spec.features.size(); ++i) {
    const float value = state.logged->features[i];
    FeatureEntry entry;
    entry.measured = value == value;
    if (entry.measured) entry.value = static_cast<double>(value);
    rows.push_back({in(spec.features[i].title, state.language), entry_text(spec.features[i], entry, state.language)});
  }
  return rows;
}

}  // namespace clearwell::state
