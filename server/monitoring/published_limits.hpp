#pragma once

namespace clearwell::store {
class Database;
}

namespace clearwell::monitoring {

/// Writes the limits that this program judges by into water.legal_limits, in place of an earlier program's, so that
/// whoever reads a verdict in the database can read the number and the article beside it. \throws store::StoreError
void publish_limits(store::Database& database);

}  // namespace clearwell::monitoring
