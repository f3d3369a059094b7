#pragma once

#include <nlohmann/json_fwd.hpp>

namespace clearwell::report {

/// Of a family's slices (evaluation/evaluation.json) those that it judges worst: {"lowest_precision":[…],
/// "lowest_recall":[…]}, at most three each, the worst first. Only slices with at least 20 rows called positive,
/// respectively 20 positive rows: below that chance alone makes the worst. Of a regression {"largest_error":[…]}, by
/// MAE, of slices of at least 20 rows. Null where there are no slices.
nlohmann::ordered_json failing_slices(const nlohmann::ordered_json& slices);

}  // namespace clearwell::report
