#include "server/store/long_statements.hpp"

#include "server/base/pause.hpp"
#include "server/store/sql.hpp"

#include <chrono>

namespace clearwell::store {
namespace {

constexpr double kLongSeconds = 1;
constexpr std::chrono::milliseconds kLookEvery{100};

}  // namespace

void cancel_long_statements(Database& database, const std::string& application_name, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      Transaction transaction = database.begin();
      transaction.run(sql::cancel_long_statements, Params().add(application_name).add(kLongSeconds));
    } catch (const StoreError&) {  // NOLINT(bugprone-empty-catch): its statements have ended with it
    }
    base::pause_for(kLookEvery, stop);
  }
}

}  // namespace clearwell::store
