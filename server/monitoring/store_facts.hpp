#pragma once

namespace clearwell::store {
class Database;
}

namespace clearwell::monitoring {

struct Telemetry;

/// Brings the metrics up to date whose truth lives in the store. Called at each scrape. \throws store::StoreError
void read_store_facts(store::Database& database, Telemetry& telemetry);

}  // namespace clearwell::monitoring
