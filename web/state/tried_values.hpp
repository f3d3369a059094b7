#pragma once

#include "web/state/state.hpp"

#include <cstdint>

/// The values that a person tries the model with. \pre  the model is there
namespace clearwell::state {

/// After any change of the values: another estimate, and nothing is known of what lies around it.
void recompute(State& state);

/// A change by the person's own hand.
void recompute_own(State& state);

/// Typical values, with what the person said of the meters.
void begin_what_if(State& state);

/// The values of one of the plant's samples; nothing where there is no such sample.
void start_from_sample(State& state, std::int64_t id);

/// The sample that the address names, as soon as it and the model are there.
void start_from_wanted_sample(State& state);

}  // namespace clearwell::state
