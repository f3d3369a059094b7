#include "web/state/wants.hpp"

#include "web/state/histories.hpp"

#include <string>

namespace clearwell::state {
namespace {

constexpr int kMostSamples = 50;

}  // namespace

void want_plant(State& state) {
  if (state.plant_id.empty()) return;
  const std::string url = plant_url(state.plant_id);
  if (state.slot(Resource::plant).url != url) {
    state.results.reset();
    forget_histories(state);
  }
  want(state, Resource::plant, url);
}

void want_samples(State& state) {
  if (state.section != Section::try_it || !state.predictor || state.plant_id.empty()) return;
  const std::string url = plant_url(state.plant_id) + "/samples?limit=" + std::to_string(kMostSamples);
  if (state.slot(Resource::samples).url != url) state.samples.clear();
  want(state, Resource::samples, url);
}

void want_model_facts(State& state) {
  if (state.section != Section::model || !state.version) return;
  const std::string model = "/v1/models/" + percent_encoded(state.version->name);
  const std::string version = model + "/versions/" + std::to_string(state.version->version);
  want(state, Resource::card, version + "/card");
  if (state.model_view == ModelView::data) want(state, Resource::data, version + "/data");
  if (state.model_view == ModelView::history) want(state, Resource::promotions, model + "/promotions");
}

void want_replay(State& state) {
  if (state.section != Section::replay) return;
  const bool none = state.inference_id == 0;
  const std::string url = none ? "" : "/v1/inferences/" + std::to_string(state.inference_id);
  if (state.slot(Resource::inference).url != url) {
    state.logged.reset();
    state.replay.reset();
    state.slot(Resource::inference) = {};
    state.slot(Resource::replay_file) = {};
  }
  if (!none) want(state, Resource::inference, url);
}

}  // namespace clearwell::state
