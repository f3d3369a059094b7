#pragma once

#include "server/store/migration.hpp"

#include <span>

namespace clearwell::store {

class Database;

/// Brings the schema from any earlier state to the last of `migrations` (versions going up, in order). One whose number
/// lies between those of applied ones is applied too: branches that grew side by side may land in any order.
/// With each, what the application's role may do is renewed (grant_application_role.sql).
/// Safe when several processes do it at once. \return number applied
/// \throws StoreError when the text of an applied one has changed, or the database is newer than `migrations`
int apply_migrations(Database& database, std::span<const Migration> migrations);

}  // namespace clearwell::store
