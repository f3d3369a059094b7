#pragma once

#include "tests/temporary_database.hpp"

namespace clearwell::tests {

/// The one database of a test program, without any row: starting a cluster for each test would take most of the time.
/// Its folder of artifacts keeps what earlier tests stored.
inline const TemporaryDatabase& emptied_database() {
  static const TemporaryDatabase database;
  store::Transaction transaction = database->begin();
  transaction.run_script(R"(
    DO $$ BEGIN
      EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' CASCADE'
               FROM pg_tables WHERE schemaname IN ('water', 'tracking', 'access') OR tablename = 'jobs');
    END $$;)");
  transaction.commit();
  return database;
}

}  // namespace clearwell::tests
