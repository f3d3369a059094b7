// What tests ask of the running page: one JSON text, and the parity digest of as many rows as they like.
#include "common/parity/parity.hpp"
#include "web/app.hpp"
#include "web/state/histories.hpp"
#include "web/state/plant_search.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace clearwell {
namespace {

using Json = nlohmann::json;

std::uint32_t bits_of(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

Json widgets_json(const views::WidgetMap& widgets) {
  Json all = Json::object();
  for (const auto& [name, rect] : widgets.all())
    all[name] = {{"x", rect.x}, {"y", rect.y}, {"width", rect.width}, {"height", rect.height}};
  return all;
}

Json surroundings_json(const state::State& state) {
  const auto& found = state.what_if.surroundings;
  if (!found) return nullptr;
  Json json = {{"range", nullptr}, {"turning_point", nullptr}};
  if (found->range)
    json["range"] = {{"low", found->range->low.probability},
                     {"high", found->range->high.probability},
                     {"exact", found->range->exact},
                     {"combinations", found->range->combinations}};
  if (found->turning_point)
    json["turning_point"] = {{"feature", state.predictor->spec().features[found->turning_point->feature].name},
                             {"value", found->turning_point->value}};
  return json;
}

Json estimate_json(const state::State& state) {
  if (!state.what_if.estimate) return nullptr;
  const scoring::Prediction& prediction = state.what_if.estimate->prediction;
  Json values = Json::object();
  for (std::size_t i = 0; i < state.what_if.entries.size(); ++i) {
    const state::FeatureEntry& entry = state.what_if.entries[i];
    values[state.predictor->spec().features[i].name] = entry.measured ? Json(entry.value) : Json(nullptr);
  }
  return {{"values", values},
          {"margin", prediction.margin},
          {"margin_bits", bits_of(prediction.margin)},
          {"probability", prediction.probability},  // 0 of a regression, whose value is the margin
          {"probability_bits", bits_of(prediction.probability)},
          {"positive", prediction.positive},
          {"contributions", state.what_if.estimate->contributions}};
}

Json model_json(const state::State& state) {
  if (!state.version || !state.predictor) return nullptr;
  constexpr const char* kSeal[] = {"none", "running", "equal", "different", "unpublished"};
  return {{"name", state.version->name},
          {"version", state.version->version},
          {"family", state.version->family},
          {"sha256", state.file_sha256},
          {"sha256_is_published", state.file_sha256 == state.version->sha256},
          {"threshold", state.predictor->facts().threshold},
          {"seal", kSeal[static_cast<int>(state.seal.status)]}};
}

/// Of the chosen parameter, drawn between the dates on the chart.
std::size_t buckets_in_sight(const state::State& state) {
  const state::History* shown = state::shown_history(state);
  if (shown == nullptr || !state.dates) return 0;
  std::size_t count = 0;
  for (const auto* buckets : {&shown->laboratory, &shown->instrument})
    for (const state::Bucket& bucket : *buckets)
      if (bucket.time >= state.dates->from && bucket.time <= state.dates->to) ++count;
  return count;
}

Json history_json(const state::State& state) {
  if (!state.history) return nullptr;
  return {{"parameter", state.history->parameter},
          {"laboratory", state.history->laboratory.size()},
          {"instrument", state.history->instrument.size()},
          {"limits", state.history->limits.size()},
          {"from", state.dates ? Json(state.dates->from) : Json(nullptr)},
          {"to", state.dates ? Json(state.dates->to) : Json(nullptr)},
          {"compared", state.compared_history ? Json(state.compared_history->parameter) : Json(nullptr)},
          {"buckets_shown", buckets_in_sight(state)},
          {"ruler", state.ruler ? Json(*state.ruler) : Json(nullptr)},
          {"trends", std::count_if(state.trends.begin(), state.trends.end(),
                                   [](const auto& trend) { return trend.second.has_value(); })}};
}

/// How many of the device's pixels the fonts have for one of CSS.
Json font_densities_json(const views::Fonts& fonts) {
  return {fonts.regular->CurrentRasterizerDensity, fonts.bold->CurrentRasterizerDensity};
}

}  // namespace

std::string App::facts_json() const {
  Json problems = Json::array();
  for (const state::Slot& slot : state_.slots) {
    if (slot.status == state::LoadStatus::failed) problems.push_back(slot.url + ": " + slot.problem);
  }
  const Json facts = {{"frames", frames_drawn_},
                      {"resting", !more_to_come() && !computing_ && unanswered_ == 0},
                      {"font_densities", font_densities_json(imgui_.fonts())},
                      {"first_frame_ms", first_frame_at_ * 1000},
                      {"language", i18n::code_of(state_.language)},
                      {"dark", state_.dark},
                      {"section", static_cast<int>(state_.section)},
                      {"online", state_.online},
                      {"stored_at", state_.stored_at ? Json(*state_.stored_at) : Json(nullptr)},
                      {"plants", state_.plants.size()},
                      {"plant", state_.plant_id},
                      {"found", state::found_plants(state_).size()},
                      {"parameter", state_.parameter},
                      {"history", history_json(state_)},
                      {"model", model_json(state_)},
                      {"estimate", estimate_json(state_)},
                      {"surroundings", surroundings_json(state_)},
                      {"samples", state_.samples.size()},
                      {"replay", state_.replay ? Json(state_.replay->equal) : Json(nullptr)},
                      {"problems", problems},
                      {"widgets", widgets_json(widgets_)}};
  return facts.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace clearwell
