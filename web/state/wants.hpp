#pragma once

#include "web/state/state.hpp"

/// What the open view needs of the server is marked as wanted; what is there already stays.
namespace clearwell::state {

/// The chosen plant's newest results.
void want_plant(State& state);

/// The plant's samples, by who tries the model.
void want_samples(State& state);

/// Of the version on the page, as far as the open view needs it.
void want_model_facts(State& state);

/// The answer that is computed again, by who looks at it.
void want_replay(State& state);

}  // namespace clearwell::state
