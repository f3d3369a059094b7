#pragma once

#include "server/store/database.hpp"

#include <stop_token>

namespace clearwell::store {

/// Rolls up anew the hours of readings that changed, and their days, in transactions of a bounded size. Safe beside
/// writers, readers and other refreshes: readers take a stale hour from the readings themselves.
/// \param stop  asked between two transactions   \throws StoreError
void refresh_reading_rollups(Database& database, const std::stop_token& stop = {});

}  // namespace clearwell::store
