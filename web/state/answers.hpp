#pragma once

#include "web/state/action.hpp"
#include "web/state/state.hpp"

namespace clearwell::state {

/// Reads what the server answered into its place in the state, and marks what it makes necessary; a body that cannot be
/// read leaves its complaint in the slot. \pre  the answer is to what the slot asks for, and its status is 200
void read_answer(State& state, const ResponseArrived& response);

/// Keeps the file of a month, or that it did not come.
void read_tile_answer(State& state, const ResponseArrived& response);

}  // namespace clearwell::state
