#pragma once

#include "common/result.hpp"
#include "server/store/audit_trail.hpp"
#include "server/store/water_store.hpp"

#include <vector>

namespace clearwell::intake {

/// What becomes of a plant whose id is there already.
enum class KnownPlant { refuse, replace };

/// Stores plants that check_plant accepts, all or none. Errors: a time zone that the database does not know, an id that
/// is there already. \param by  for the audit trail. Throws StoreError.
Result<Ok> register_plants(const std::vector<store::Plant>& plants, KnownPlant known, store::Database& database,
                           const store::Actor& by = {"operator", "operator", {}});

}  // namespace clearwell::intake
