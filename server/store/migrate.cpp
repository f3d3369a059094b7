#include "server/store/migrate.hpp"
#include "server/base/log.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <algorithm>

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

/// One transaction: looks what is there and applies the next missing one. False when none was missing.
bool apply_next(Database& database, std::span<const Migration> migrations) {
  Transaction transaction = database.begin();
  transaction.run(sql::lock_migrations);
  transaction.run_script(sql::create_migrations_table);
  const Rows applied = transaction.run(sql::list_migrations);
  check_applied(applied, migrations);
  if (applied.size() == migrations.size()) {
    transaction.commit();
    return false;
  }
  const Migration& next = migrations[applied.size()];
  transaction.run_script(next.text);
  transaction.run(sql::insert_migration, Params().add(next.version).add(next.name).add(next.sha256));
  transaction.commit();
  base::log_info("migration_applied", {{"name", next.name}});
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
