#pragma once

#include "server/store/database.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <system_error>

/// What tests need to lose a connection while it commits.
namespace clearwell::tests {

/// File descriptors of this process.
inline std::set<int> open_sockets() {
  std::set<int> sockets;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code closed_meanwhile;
    if (std::filesystem::is_socket(entry.status(closed_meanwhile))) sockets.insert(std::stoi(entry.path().filename()));
  }
  return sockets;
}

/// Makes every commit wait for a standby of that name; none: no longer. Not by ALTER SYSTEM, which refuses
/// transactions.
inline void await_standby(store::Database& database, const std::string& name) {
  store::Transaction transaction = database.begin();
  const std::filesystem::path folder = transaction.run("SHOW data_directory").text(0, 0);
  std::ofstream(folder / "postgresql.auto.conf") << "synchronous_standby_names = '" << name << "'\n";
  transaction.run("SELECT pg_reload_conf()");
}

inline bool a_session_commits(store::Database& database, const std::string& waiting_for = "%") {
  return !database.begin()
              .run(
                  "SELECT pid FROM pg_stat_activity WHERE application_name = 'clearwell' AND state = 'active' "
                  "AND query ILIKE 'COMMIT%' AND coalesce(wait_event, '') LIKE $1",
                  store::Params().add(waiting_for))
              .empty();
}

}  // namespace clearwell::tests
