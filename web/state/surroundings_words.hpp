#pragma once

#include "web/state/state.hpp"

#include <string>
#include <vector>

/// What was found out around the values, in words. \pre  state.predictor, state.what_if.estimate
namespace clearwell::state {

/// Between what the estimate lies when the meters are off, and how that was found; empty without an uncertainty.
std::vector<std::string> range_sentences(const State& state);

/// The smallest change that turns the answer, or that there is none; of a regression empty.
std::string turning_sentence(const State& state);

/// The complaint about a typed uncertainty; empty when there is none.
std::string uncertainty_problem(const FeatureEntry& uncertainty, i18n::Language language);

/// What the values of the page are, for the list of what one may start from.
std::string origin_words(const State& state);
/// A sample in that list: `12 March 2026 · 8 of 9 values`.
std::string sample_words(const State& state, const LaboratorySample& sample);

}  // namespace clearwell::state
