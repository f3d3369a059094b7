#include "server/store/reading_rollups.hpp"

#include "server/store/sql.hpp"

namespace clearwell::store {
namespace {

constexpr int kMarksAtOnce = 10'000;  // an hour of readings each: well below a second

std::int64_t refresh_some(Database& database) {
  Transaction transaction = database.begin();
  transaction.run(sql::lock_reading_rollups);
  const std::int64_t n_marks = transaction.run(sql::refresh_reading_rollups, Params().add(kMarksAtOnce)).integer(0, 0);
  transaction.commit();
  return n_marks;
}

}  // namespace

void refresh_reading_rollups(Database& database, const std::stop_token& stop) {
  while (!stop.stop_requested() && refresh_some(database) == kMarksAtOnce) {
  }
}

}  // namespace clearwell::store
