#pragma once

#include "server/store/database.hpp"

namespace clearwell::store {

/// Tells the planner of samples and readings that came in at once, in their transaction and before its entry in the
/// audit trail, which others wait for. Without it the first training after an import may be planned for an empty table.
/// \throws StoreError
void analyze_samples_and_readings(Transaction& transaction);

}  // namespace clearwell::store
