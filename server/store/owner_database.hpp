#pragma once

#include "server/store/database.hpp"

namespace clearwell::store {

/// As Database::open, as the owner of the tables instead of clearwell_app: for who arranges a database, as tests do.
/// \throws StoreError
std::shared_ptr<Database> open_as_owner(const base::Options& options);

}  // namespace clearwell::store
