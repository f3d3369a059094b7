#pragma once

#include "common/result.hpp"
#include "server/store/water_store.hpp"

#include <string>

namespace clearwell::intake {

/// The plant of that id. The error names the plants that there are. Throws StoreError.
Result<store::Plant> known_plant(const std::string& plant_id, store::Database& database);

}  // namespace clearwell::intake
