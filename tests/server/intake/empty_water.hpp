#pragma once

#include "tests/temporary_database.hpp"

#include <cstdint>
#include <string>

namespace clearwell::tests {

/// Fixture: the test program's database with empty water tables.
struct EmptyWater {
  EmptyWater() {
    store::Transaction transaction = database.begin();
    transaction.run_script(
        "TRUNCATE water.plants, water.sampling_points, water.sensors, water.samples, water.sample_results, "
        "water.readings, water.history_tiles, water.stale_history_months CASCADE");
    transaction.commit();
  }

  std::int64_t count(const std::string& from_where) {
    return database.begin().run("SELECT count(*) FROM " + from_where).integer(0, 0);
  }

  store::Database& database = shared();

 private:
  static store::Database& shared() {
    static const TemporaryDatabase database_of_program;
    return *database_of_program;
  }
};

}  // namespace clearwell::tests
