#pragma once

#include "server/store/water_store.hpp"

#include <string_view>
#include <vector>

namespace clearwell::store {

/// Everything that is certified of the plant, also what is not published yet, ordered as WaterStore::results_by_day:
/// for those who watch over the plant, not for the public. \throws StoreError
std::vector<ResultOfDay> all_certified_results(Database& database, std::string_view plant_id);

}  // namespace clearwell::store
