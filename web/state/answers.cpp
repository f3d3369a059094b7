#include "web/state/answers.hpp"

#include "common/hash/sha256.hpp"
#include "web/state/api_json.hpp"
#include "web/state/histories.hpp"
#include "web/state/history_sources.hpp"
#include "web/state/sample_values.hpp"
#include "web/state/tried_values.hpp"
#include "web/state/wants.hpp"

#include <algorithm>
#include <utility>

namespace clearwell::state {
namespace {

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
  want_samples(state);
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

bool has_alias(const ModelVersion& version, std::string_view alias) {
  return std::find(version.aliases.begin(), version.aliases.end(), alias) != version.aliases.end();
}

/// The champion, or else the newest version.
const ModelVersion* best_version(const std::vector<ModelVersion>& versions) {
  const ModelVersion* best = nullptr;
  for (const ModelVersion& version : versions) {
    if (has_alias(version, "champion")) return &version;
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
  for (const ModelVersion& version : versions)
    if (version.name == best->name && version.version != best->version && has_alias(version, "challenger"))
      state.challenger = version;
  want(state, Resource::model_file, best->model_url);
  want_model_facts(state);
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
  begin_what_if(state);
  want_samples(state);
  start_from_wanted_sample(state);
  return Ok{};
}

/// Only those that tell anything of the model's features.
void take_samples(State& state, std::vector<LaboratorySample> samples) {
  std::erase_if(samples, [&](const LaboratorySample& sample) {
    return n_measured(entries_of(state.predictor->spec(), sample)) == 0;
  });
  state.samples = std::move(samples);
  start_from_wanted_sample(state);
}

/// Reads `body` with `parse` and hands the value to `take`; keeps the complaint of either.
template <typename Parsed, typename Take>
void take_parsed(Slot& slot, Parsed parsed, Take take) {
  slot.status = parsed ? LoadStatus::ready : LoadStatus::failed;
  slot.problem = parsed ? "" : parsed.error().message;
  if (parsed) take(std::move(parsed).value());
}

}  // namespace

void read_tile_answer(State& state, const ResponseArrived& response) {
  std::optional<TileValues> values;
  if (response.status == 200) {
    if (Result<TileValues> read = read_tile_values(response.body)) values = *std::move(read);
  }
  take_tile(state, response.url, std::move(values));
}

void read_answer(State& state, const ResponseArrived& response) {
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
    case Resource::months:
    case Resource::compared_months:
      take_parsed(slot, parse_history_months(response.body),
                  [&](HistoryMonths months) { take_months(state, response.resource, std::move(months)); });
      break;
    case Resource::recent:
    case Resource::compared_recent:
      take_parsed(slot, parse_history(response.body),
                  [&](History history) { take_recent(state, response.resource, std::move(history)); });
      break;
    case Resource::tile:  // read_tile_answer()
      break;
    case Resource::models:
      take_parsed(slot, parse_models(response.body),
                  [&](const std::vector<ModelVersion>& versions) { take_models(state, versions); });
      break;
    case Resource::inference:
      take_parsed(slot, parse_inference(response.body), [&](LoggedInference logged) {
        state.logged = std::move(logged);
        want(state, Resource::replay_file, state.logged->model_url);
      });
      break;
    case Resource::replay_file:
      take_parsed(slot, replay(*state.logged, response.body),
                  [&](Replay replayed) { state.replay = std::move(replayed); });
      break;
    case Resource::card:
      take_parsed(slot, parse_model_card(response.body), [&](ModelCard card) { state.card = std::move(card); });
      break;
    case Resource::data:
      take_parsed(slot, parse_data_overview(response.body), [&](DataOverview data) { state.data = std::move(data); });
      break;
    case Resource::promotions:
      take_parsed(slot, parse_promotions(response.body),
                  [&](std::vector<Promotion> promotions) { state.promotions = std::move(promotions); });
      break;
    case Resource::samples:
      take_parsed(slot, parse_samples(response.body),
                  [&](std::vector<LaboratorySample> samples) { take_samples(state, std::move(samples)); });
      break;
    case Resource::model_file:
      take_parsed(slot, take_model_file(state, response.body), [](Ok) {});
      break;
  }
}

}  // namespace clearwell::state
