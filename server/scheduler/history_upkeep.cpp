#include "server/scheduler/history_upkeep.hpp"

#include "server/base/pause.hpp"
#include "server/store/database.hpp"
#include "server/store/history_tiles.hpp"
#include "server/store/reading_rollups.hpp"

#include <utility>

namespace clearwell::scheduler {

HistoryUpkeep::HistoryUpkeep(std::shared_ptr<store::Database> database,
                             std::function<void(const std::string& reason)> store_away, std::chrono::milliseconds pause)
    : database_(std::move(database)), store_away_(std::move(store_away)), pause_(pause) {}

void HistoryUpkeep::work(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      store::refresh_reading_rollups(*database_, stop);
      store::refresh_history_tiles(*database_, stop);
    } catch (const store::StoreError& error) {
      if (!stop.stop_requested()) store_away_(error.what());
    }
    base::pause_for(pause_, stop);
  }
}

}  // namespace clearwell::scheduler
