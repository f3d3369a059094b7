#pragma once

#include "server/store/database.hpp"

namespace clearwell::store {

/// Tells the planner of samples and readings that came in at once, as the last thing before their commit. Without it
/// the first training after an import may be planned for an empty table. \throws StoreError
void analyze_samples_and_readings(Transaction& transaction);

}  // namespace clearwell::store
