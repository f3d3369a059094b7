#pragma once

#include "server/scoring/rejected_input.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string_view>
#include <variant>

namespace clearwell::scoring {

/// JSON from outside as a tree that is never larger than what can be of use: at most `max_values` values and eight
/// levels, no key twice in one object. `NaN`, which is no JSON, is read as null: clients in Python write it for a gap.
std::variant<nlohmann::json, RejectedInput> read_json_tree(std::string_view text, std::size_t max_values);

}  // namespace clearwell::scoring
