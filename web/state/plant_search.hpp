#pragma once

#include "web/state/state.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Finding a plant by name, as people type it: without accents, in any case, words in any order.
namespace clearwell::state {

/// Lower case, Latin letters without their marks: `Río Ñandú` becomes `rio nandu`. Marks that stand for themselves
/// (U+0300 to U+036F) go; everything else stays.
std::string folded(std::string_view utf8);

/// The plants whose name, place or operator hold every word of the search field, in the order of the list.
std::vector<const Plant*> found_plants(const State& state);

}  // namespace clearwell::state
