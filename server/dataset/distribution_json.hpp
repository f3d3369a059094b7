#pragma once

#include "common/drift/distribution.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace clearwell::dataset {

/// {"values","below","up_to","missing"}
nlohmann::ordered_json json_of(const drift::Distribution& distribution);

/// Empty where it is not what json_of wrote.
std::optional<drift::Distribution> read_distribution(const nlohmann::ordered_json& json);

}  // namespace clearwell::dataset
