#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace clearwell::store {
class Database;
}

namespace clearwell::scheduler {

/// Keeps the roll-ups of readings and the tiles of months that are over current. Every server may do it: they take
/// turns, and nobody waits for them, because what is not rolled up yet is read from the readings. For use by one
/// thread.
class HistoryUpkeep {
 public:
  /// \param store_away  told why the database could not be asked
  HistoryUpkeep(std::shared_ptr<store::Database> database, std::function<void(const std::string& reason)> store_away,
                std::chrono::milliseconds pause = std::chrono::seconds(1));

  /// Works until it is asked to stop.
  void work(const std::stop_token& stop);

 private:
  std::shared_ptr<store::Database> database_;
  std::function<void(const std::string& reason)> store_away_;
  std::chrono::milliseconds pause_;
};

}  // namespace clearwell::scheduler
