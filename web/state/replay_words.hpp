#pragma once

#include "web/state/state.hpp"

#include <string>
#include <vector>

/// A replayed answer in words, for the drawing and its text alike.
namespace clearwell::state {

/// `The same bits`, or that they differ, or why that is not known.
std::string replay_verdict(const State& state);
/// When the answer was given, by which version, to which plant. \pre  state.replay
std::string replay_subject(const State& state);
/// What the server answered, and what this page answers, each with its bits; the first row is the head.
/// \pre  state.replay
std::vector<std::vector<std::string>> replay_rows(const State& state);
/// The features as they were scored; the first row is the head. \pre  state.replay
std::vector<std::vector<std::string>> replay_features(const State& state);

}  // namespace clearwell::state
