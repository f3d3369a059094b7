#include "server/store/migrate.hpp"
#include "server/base/log.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <algorithm>
#include <set>

namespace clearwell::store {
namespace {

void check_applied(const Rows& applied, std::span<const Migration> migrations) {
  for (std::size_t row = 0; row < applied.size(); ++row) {
    const std::int64_t version = applied.integer(row, 0);
    const auto known = std::ranges::find(migrations, version, &Migration::version);
    if (known == migrations.end())
      throw StoreError("migration " + applied.text(row, 1) +
                       " was applied to this database by a newer program; this one knows " +
                       std::to_string(migrations.size()) + " migrations. Run the newer program");
    if (known->sha256 != applied.text(row, 2))
      throw StoreError("migration " + std::string(known->name) +
                       " was applied to this database with another text (SHA-256 " + applied.text(row, 2) + ", now " +
                       std::string(known->sha256) + "). An applied migration is never edited: write a new one");
  }
}

/// The first that is not applied yet, null when there is none. \pre  check_applied
const Migration* next_missing(const Rows& applied, std::span<const Migration> migrations) {
  std::set<std::int64_t> versions;
  for (std::size_t row = 0; row < applied.size(); ++row)
    versions.insert(applied.integer(row, 0));
  const auto missing =
      std::ranges::find_if(migrations, [&](const Migration& known) { return !versions.contains(known.version); });
  return missing == migrations.end() ? nullptr : &*missing;
}

/// One transaction: looks what is there and applies the next missing one. False when none was missing.
bool apply_next(Database& database, std::span<const Migration> migrations) {
  Transaction transaction = database.begin();
  transaction.run(sql::lock_migrations);
  transaction.run_script(sql::create_migrations_table);
  const Rows applied = transaction.run(sql::list_migrations);
  check_applied(applied, migrations);
  const Migration* next = next_missing(applied, migrations);
  if (next == nullptr) {
    transaction.commit();
    return false;
  }
  transaction.run_script(next->text);
  transaction.run(sql::insert_migration, Params().add(next->version).add(next->name).add(next->sha256));
  transaction.run_script(sql::grant_application_role);
  transaction.commit();
  base::log_info("migration_applied", {{"name", next->name}});
  return true;
}

}  // namespace

int apply_migrations(Database& database, std::span<const Migration> migrations) {
  int n_applied = 0;
  while (apply_next(database, migrations))
    ++n_applied;
  return n_applied;
}

int migrate(Database& database) {
  return apply_migrations(database, sql::migrations());
}

}  // namespace clearwell::store
