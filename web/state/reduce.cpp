#include "web/state/reduce.hpp"

#include "web/state/answers.hpp"
#include "web/state/histories.hpp"
#include "web/state/history_sources.hpp"
#include "web/state/number_text.hpp"
#include "web/state/tried_values.hpp"
#include "web/state/wants.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace clearwell::state {
namespace {

/// One function a kind of action; each changes its part of the state.
struct Step {
  State& state;

  void operator()(const Start& start) const {
    state.language = start.language;
    state.dark = start.dark;
    state.now = start.now;
    state.online = start.online;
    (*this)(AddressChanged{start.hash});
    want(state, Resource::plants, "/v1/plants");
    want(state, Resource::models, "/v1/models");
  }
  void operator()(const ChooseLanguage& wish) const { state.language = wish.language; }
  void operator()(const ChooseTheme& wish) const { state.dark = wish.dark; }
  void operator()(const OpenSection& wish) const {
    if (state.section != wish.section) ++state.moves;
    state.section = wish.section;
    state.section_chosen = true;
    state.plant_list_open = false;
    want_samples(state);
    want_model_facts(state);
    want_replay(state);
  }
  void operator()(const OpenModelView& wish) const {
    if (state.model_view != wish.view) ++state.moves;
    state.model_view = wish.view;
    want_model_facts(state);
  }
  void operator()(const DownloadModel&) const {}  // outside of the page

  void operator()(const TogglePlantList&) const {
    state.plant_list_open = !state.plant_list_open;
    ++state.moves;
  }
  void operator()(const SearchPlants& wish) const { state.plant_query = wish.query; }
  void operator()(const ChoosePlant& wish) const {
    if (state.plant_id != wish.id) ++state.moves;
    state.plant_id = wish.id;
    state.plant_list_open = false;
    state.plant_query.clear();
    want_plant(state);
  }
  void operator()(const ChooseParameter& wish) const {
    if (state.parameter != wish.code) ++state.moves;
    state.parameter = wish.code;
    want_histories(state);
  }
  void operator()(const CompareWith& wish) const {
    if (state.compared != wish.code) ++state.moves;
    state.compared = wish.code;
    want_histories(state);
  }
  void operator()(const ChooseSpan& wish) const {
    state.span = wish.span;
    want_histories(state);
  }
  void operator()(const ViewDates& wish) const {
    const std::optional<DateRange> whole = whole_dates(state);
    if (!whole) return;
    state.dates = clamp_to(wish.dates, *whole);
    fill_charts(state);
  }
  void operator()(const StepDates& wish) const {
    if (!state.dates) return;
    const auto length = static_cast<double>(state.dates->to - state.dates->from);
    const double middle = static_cast<double>(state.dates->from) + (0.5 + wish.shift) * length;
    const double half = wish.zoom * length / 2;
    (*this)(ViewDates{{static_cast<std::int64_t>(middle - half), static_cast<std::int64_t>(middle + half)}});
  }
  void operator()(const FitDates&) const { state.dates = whole_dates(state); }
  void operator()(const PlaceRuler& wish) const { state.ruler = wish.time; }
  void operator()(const StepRuler& wish) const {
    if (const auto next = next_measurement(state, wish.direction)) state.ruler = next;
  }
  void operator()(const DownloadHistory&) const {}  // the file leaves the page, which stays as it is

  bool has_feature(std::size_t feature) const { return state.predictor && feature < state.what_if.entries.size(); }
  void operator()(const SetFeature& wish) const {
    if (!has_feature(wish.feature) || !std::isfinite(wish.value)) return;
    const spec::FeatureSpec& feature = state.predictor->spec().features[wish.feature];
    // There is nothing between two categories.
    const double value = feature.is_number() ? wish.value : std::round(wish.value);
    state.what_if.entries[wish.feature] = {std::clamp(value, feature.plausible.low, feature.plausible.high), true,
                                           EntryProblem::none, ""};
    recompute_own(state);
  }
  void operator()(const TypeFeature& wish) const {
    if (!has_feature(wish.feature)) return;
    FeatureEntry& entry = state.what_if.entries[wish.feature];
    const std::optional<double> value = parse_number(wish.text);
    const bool plausible = value && state.predictor->spec().features[wish.feature].plausible.contains(*value);
    entry.problem = !value ? EntryProblem::not_a_number : !plausible ? EntryProblem::out_of_range : EntryProblem::none;
    entry.typed = plausible ? "" : wish.text;
    if (plausible) (*this)(SetFeature{wish.feature, *value});
  }
  void operator()(const EndTyping& wish) const {
    if (!has_feature(wish.feature)) return;
    state.what_if.entries[wish.feature].problem = EntryProblem::none;
    state.what_if.entries[wish.feature].typed.clear();
  }
  void operator()(const MeasureFeature& wish) const {
    if (!has_feature(wish.feature)) return;
    state.what_if.entries[wish.feature].measured = wish.measured;
    recompute_own(state);
  }
  void operator()(const ResetFeatures&) const {
    if (state.predictor) begin_what_if(state);
  }
  void operator()(const StartFromSample& wish) const {
    if (state.predictor) start_from_sample(state, wish.id);
  }
  void operator()(const TypeUncertainty& wish) const {
    if (!state.predictor) return;
    FeatureEntry& entry = state.what_if.uncertainty;
    const std::optional<double> value = parse_number(wish.text);
    const bool accepted = value && *value >= 0 && *value <= kMostUncertainty;
    entry.problem = !value ? EntryProblem::not_a_number : !accepted ? EntryProblem::out_of_range : EntryProblem::none;
    entry.typed = accepted ? "" : wish.text;
    if (!accepted) return;
    entry.value = *value;
    recompute(state);
  }
  void operator()(const EndTypingUncertainty&) const {
    state.what_if.uncertainty.problem = EntryProblem::none;
    state.what_if.uncertainty.typed.clear();
  }
  void operator()(const LookedAround& news) const {
    if (state.what_if.revision == news.revision) state.what_if.surroundings = news.surroundings;
  }

  void operator()(const ToggleFileHash&) const {
    state.file_hash_open = !state.file_hash_open;
    state.file_hash_copied = false;
  }
  void operator()(const CopyFileHash&) const { state.file_hash_copied = true; }
  void operator()(const Retry&) const {
    for (Slot& slot : state.slots) {
      if (slot.status == LoadStatus::failed) slot.status = LoadStatus::wanted;
    }
    retry_tiles(state);
    retry_trends(state);
  }

  void operator()(const RequestStarted& news) const {
    if (news.resource != Resource::tile)
      state.slot(news.resource).status = LoadStatus::loading;
    else if (const auto tile = state.tiles.find(news.url); tile != state.tiles.end())
      tile->second.status = LoadStatus::loading;
  }
  void operator()(const ResponseArrived& news) const {
    if (news.resource == Resource::tile)
      read_tile_answer(state, news);
    else
      take_answer(news);
    fill_charts(state);
  }
  void take_answer(const ResponseArrived& news) const {
    Slot& slot = state.slot(news.resource);
    if (slot.url != news.url) return;  // the person moved on in the meantime
    if (news.stored_at) state.stored_at = std::min(state.stored_at.value_or(*news.stored_at), *news.stored_at);
    if (news.status == 200) {
      read_answer(state, news);
    } else {
      slot.status = LoadStatus::failed;
      slot.problem = news.status == 0 ? "" : "HTTP " + std::to_string(news.status);
    }
    if (news.resource == Resource::trend && slot.status == LoadStatus::failed) skip_trend(state);
  }
  void operator()(const SealProgressed& news) const { state.seal.rows_done = news.rows_done; }
  void operator()(const SealFinished& news) const {
    if (!state.version) return;
    state.seal.status = news.digest == state.version->parity_digest ? Seal::Status::equal : Seal::Status::different;
    state.seal.rows_done = state.seal.rows;
  }
  void operator()(const PlantClockKnown& news) const { state.utc_offset = news.utc_offset; }
  void operator()(const ConnectionChanged& news) const {
    state.online = news.online;
    if (!news.online) return;
    state.stored_at.reset();
    (*this)(Retry{});
  }
  void operator()(const AddressChanged& news) const {
    const int moves = state.moves;  // the browser has taken its step already
    const Address address = parse_address(news.hash);
    if (address.model_view) state.model_view = *address.model_view;
    if (address.section == Section::replay) state.inference_id = address.inference_id.value_or(0);
    if (address.section) (*this)(OpenSection{*address.section});
    if (address.span) state.span = *address.span;
    if (!address.parameter.empty()) state.parameter = address.parameter;
    if (!address.plant_id.empty()) state.plant_id = address.plant_id;
    state.moves = moves;
    state.wanted_sample_id = address.sample_id;
    if (address.section.value_or(Section::plants) == Section::plants) {
      state.compared = address.compared;
      state.plant_list_open = address.list_open;
      state.plant_query = address.query;
      state.asked_dates = address.dates;
    }
    if (state.slot(Resource::plants).status != LoadStatus::ready) return;  // take_plants() goes on from here
    want_plant(state);
    want_histories(state);
    want_samples(state);
    start_from_wanted_sample(state);
    if (!state.history) return;  // take_history() goes on from here
    state.asked_dates.reset();
    if (address.dates) return (*this)(ViewDates{*address.dates});
    if (state.section == Section::plants) (*this)(FitDates{});
  }
};

}  // namespace

State reduce(State state, const Action& action) {
  std::visit(Step{state}, action);
  return state;
}

std::vector<Request> wanted_requests(const State& state) {
  std::vector<Request> requests;
  for (std::size_t i = 0; i < kResourceCount; ++i) {
    if (state.slots[i].status == LoadStatus::wanted) requests.push_back({static_cast<Resource>(i), state.slots[i].url});
  }
  for (const auto& [url, tile] : state.tiles)
    if (tile.status == LoadStatus::wanted) requests.push_back({Resource::tile, url});
  return requests;
}

Address address_of(const State& state) {
  Address address;
  address.section = state.section;
  address.plant_id = state.plant_id;
  if (state.section == Section::replay && state.inference_id != 0) address.inference_id = state.inference_id;
  if (state.section == Section::model) address.model_view = state.model_view;
  if (state.section == Section::try_it) address.sample_id = state.wanted_sample_id;
  if (state.section == Section::try_it && state.what_if.origin == Origin::sample)
    address.sample_id = state.what_if.sample_id;
  if (state.section != Section::plants) return address;
  address.parameter = state.parameter;
  address.span = state.span;
  address.compared = state.compared;
  if (state.dates != whole_dates(state)) address.dates = state.dates;
  address.list_open = state.plant_list_open;
  address.query = state.plant_query;
  return address;
}

}  // namespace clearwell::state
