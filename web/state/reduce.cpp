#include "web/state/reduce.hpp"

#include "common/hash/sha256.hpp"
#include "web/state/api_json.hpp"
#include "web/state/histories.hpp"
#include "web/state/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace clearwell::state {
namespace {

void want_plant(State& state) {
  if (state.plant_id.empty()) return;
  const std::string url = plant_url(state.plant_id);
  if (state.slot(Resource::plant).url != url) {
    state.results.reset();
    forget_histories(state);
  }
  want(state, Resource::plant, url);
}

/// Rank of what a person must know: a result beyond its limit, then those within, the unjudged, and the rest; among
/// equals what an instrument watches all the time.
int rank_of(const Parameter& parameter) {
  const Verdict verdict = parameter.latest ? parameter.latest->verdict : Verdict::cannot_be_judged;
  const bool limited = !parameter.limits.empty() && verdict != Verdict::no_limit;
  const int rank = !limited ? 3 : verdict == Verdict::beyond ? 0 : verdict == Verdict::within ? 1 : 2;
  return 2 * rank + (parameter.has_instrument ? 0 : 1);
}

void take_plants(State& state, std::vector<Plant> plants) {
  state.plants = std::move(plants);
  const bool known = std::any_of(state.plants.begin(), state.plants.end(),
                                 [&](const Plant& plant) { return plant.id == state.plant_id; });
  if (!known) state.plant_id = state.plants.empty() ? "" : state.plants.front().id;
  // Without plants the model is the only thing to see.
  if (state.plants.empty() && !state.section_chosen) state.section = Section::try_it;
  want_plant(state);
}

void take_results(State& state, PlantResults results) {
  state.results = std::move(results);
  auto& parameters = state.results->parameters;
  std::stable_sort(parameters.begin(), parameters.end(),
                   [](const Parameter& a, const Parameter& b) { return rank_of(a) < rank_of(b); });
  const bool known = std::any_of(parameters.begin(), parameters.end(),
                                 [&](const Parameter& parameter) { return parameter.code == state.parameter; });
  if (!known) state.parameter = parameters.empty() ? "" : parameters.front().code;
  want_histories(state);
}

/// The champion, or else the newest version.
const ModelVersion* best_version(const std::vector<ModelVersion>& versions) {
  const ModelVersion* best = nullptr;
  for (const ModelVersion& version : versions) {
    if (std::find(version.aliases.begin(), version.aliases.end(), "champion") != version.aliases.end()) return &version;
    if (best == nullptr || version.version > best->version) best = &version;
  }
  return best;
}

void take_models(State& state, const std::vector<ModelVersion>& versions) {
  const ModelVersion* best = best_version(versions);
  if (best == nullptr) {
    state.version.reset();
    return;
  }
  state.version = *best;
  want(state, Resource::model_file, best->model_url);
}

Seal new_seal(const ModelVersion& version) {
  if (version.parity_rows == 0 || version.parity_digest.empty()) return {Seal::Status::unpublished, 0, 0};
  return {Seal::Status::running, 0, version.parity_rows};
}

Result<Ok> take_model_file(State& state, const std::string& bytes) {
  Result<scoring::Predictor> loaded = scoring::Predictor::load(bytes);
  if (!loaded) return loaded.error();
  state.predictor = std::make_shared<const scoring::Predictor>(std::move(loaded).value());
  state.file_sha256 = hash::sha256_hex(bytes);
  state.seal = new_seal(*state.version);
  state.what_if = typical_sample(*state.predictor);
  return Ok{};
}

/// Reads `body` with `parse` and hands the value to `take`; keeps the complaint of either.
template <typename Parsed, typename Take>
void take_parsed(Slot& slot, Parsed parsed, Take take) {
  slot.status = parsed ? LoadStatus::ready : LoadStatus::failed;
  slot.problem = parsed ? "" : parsed.error().message;
  if (parsed) take(std::move(parsed).value());
}

void read_body(State& state, const ResponseArrived& response) {
  Slot& slot = state.slot(response.resource);
  switch (response.resource) {
    case Resource::plants:
      take_parsed(slot, parse_plants(response.body),
                  [&](std::vector<Plant> plants) { take_plants(state, std::move(plants)); });
      break;
    case Resource::plant:
      take_parsed(slot, parse_plant_results(response.body),
                  [&](PlantResults results) { take_results(state, std::move(results)); });
      break;
    case Resource::history:
    case Resource::detail:
    case Resource::compared:
    case Resource::compared_detail:
    case Resource::trend:
      take_parsed(slot, parse_history(response.body),
                  [&](History history) { take_history(state, response.resource, std::move(history)); });
      break;
    case Resource::models:
      take_parsed(slot, parse_models(response.body),
                  [&](const std::vector<ModelVersion>& versions) { take_models(state, versions); });
      break;
    case Resource::model_file:
      take_parsed(slot, take_model_file(state, response.body), [](Ok) {});
      break;
  }
}

void recompute(State& state) {
  state.what_if.estimate = estimate(*state.predictor, state.what_if);
}

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
  }

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
    want_details(state);
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
    recompute(state);
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
    recompute(state);
  }
  void operator()(const ResetFeatures&) const {
    if (state.predictor) state.what_if = typical_sample(*state.predictor);
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
    retry_trends(state);
  }

  void operator()(const RequestStarted& news) const { state.slot(news.resource).status = LoadStatus::loading; }
  void operator()(const ResponseArrived& news) const {
    Slot& slot = state.slot(news.resource);
    if (slot.url != news.url) return;  // the person moved on in the meantime
    if (news.stored_at) state.stored_at = std::min(state.stored_at.value_or(*news.stored_at), *news.stored_at);
    if (news.status == 200) {
      read_body(state, news);
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
    if (address.section) (*this)(OpenSection{*address.section});
    if (address.span) state.span = *address.span;
    if (!address.parameter.empty()) state.parameter = address.parameter;
    if (!address.plant_id.empty()) state.plant_id = address.plant_id;
    state.moves = moves;
    if (address.section.value_or(Section::plants) == Section::plants) {
      state.compared = address.compared;
      state.plant_list_open = address.list_open;
      state.plant_query = address.query;
      state.asked_dates = address.dates;
    }
    if (state.slot(Resource::plants).status != LoadStatus::ready) return;  // take_plants() goes on from here
    want_plant(state);
    want_histories(state);
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
  return requests;
}

Address address_of(const State& state) {
  Address address;
  address.section = state.section;
  address.plant_id = state.plant_id;
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
