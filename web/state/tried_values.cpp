#include "web/state/tried_values.hpp"

#include "web/state/sample_values.hpp"

namespace clearwell::state {

void recompute(State& state) {
  state.what_if.estimate = estimate(*state.predictor, state.what_if);
  state.what_if.surroundings.reset();
  ++state.what_if.revision;
}

void recompute_own(State& state) {
  state.what_if.origin = Origin::person;
  recompute(state);
}

void begin_what_if(State& state) {
  const int revision = state.what_if.revision + 1;
  const FeatureEntry uncertainty = state.what_if.uncertainty;
  state.what_if = typical_sample(*state.predictor);
  state.what_if.uncertainty = uncertainty;
  state.what_if.revision = revision;
}

void start_from_sample(State& state, std::int64_t id) {
  for (const LaboratorySample& sample : state.samples) {
    if (sample.id != id) continue;
    state.what_if.entries = entries_of(state.predictor->spec(), sample);
    state.what_if.origin = Origin::sample;
    state.what_if.sample_id = id;
    recompute(state);
  }
}

void start_from_wanted_sample(State& state) {
  if (!state.wanted_sample_id || !state.predictor || state.samples.empty()) return;
  start_from_sample(state, *state.wanted_sample_id);
  state.wanted_sample_id.reset();
}

}  // namespace clearwell::state
