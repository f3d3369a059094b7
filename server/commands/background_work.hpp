#pragma once

#include "server/registry/artifact_store.hpp"
#include "server/scheduler/history_upkeep.hpp"
#include "server/scheduler/scheduler.hpp"

#include <memory>
#include <string>
#include <thread>

namespace clearwell::monitoring {
class Telemetry;
}

namespace clearwell::commands {

/// What a server does beside its answers: jobs and schedule, monitors, rollups and tiles of the history. On connections
/// of its own: a training holds some for hours, and requests must not wait for them.
class BackgroundWork {
 public:
  /// Begins. \param database  of the answers, which outlives it   \throws store::StoreError
  BackgroundWork(store::Database& database, registry::ArtifactStore artifacts,
                 const scheduler::SchedulerOptions& options, monitoring::Telemetry& telemetry);
  /// As request_stop() and join().
  ~BackgroundWork();
  BackgroundWork(const BackgroundWork&) = delete;
  BackgroundWork& operator=(const BackgroundWork&) = delete;

  /// A training is interrupted, and taken up again by the next server.
  void request_stop();
  /// Waits for the end, after request_stop(), and for no statement that takes longer than a second.
  void join();

 private:
  store::Database& database_;
  std::string session_;
  std::shared_ptr<store::Database> own_;
  scheduler::Scheduler scheduler_;
  scheduler::HistoryUpkeep upkeep_;
  std::jthread working_;
  std::jthread rolling_up_;
};

}  // namespace clearwell::commands
