#pragma once

#include "server/base/clock.hpp"
#include "server/monitoring/compliance_watch.hpp"
#include "server/monitoring/drift_watch.hpp"
#include "server/registry/registry.hpp"
#include "server/scheduler/jobs.hpp"
#include "server/scheduler/leadership.hpp"
#include "server/scheduler/precision_watch.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace clearwell::scheduler {

struct SchedulerOptions {
  std::filesystem::path models_dir;
  /// Time of day in UTC; empty: no schedule. 03:00: after the laboratories' evening upload, before anybody looks.
  std::optional<std::chrono::minutes> retrain_at = std::chrono::hours(3);
  unsigned n_threads = 1;  ///< of a training
  monitoring::DriftOptions drift = {};
  std::chrono::hours label_within{
      12};              ///< a laboratory sample tells of answers about its plant so long before and after
  bool demotes = true;  ///< champions that laboratories contradict (precision_watch.hpp)
};

/// Told of each event that an operator should see; the caller logs.
struct SchedulerObserver {
  std::function<void(const Job& job)> started;
  std::function<void(const Job& job)> ended;  ///< or put back into the queue
  std::function<void(const registry::ModelVersion& version, const monitoring::DriftWindow& newest)> drift_watched;
  std::function<void(const registry::ModelVersion& version, const std::string& reason)> drift_unwatched;
  std::function<void(const std::string& reason)> store_away;
  std::function<void(const std::string& reason)> failed;  ///< by anything else; it goes on with its next look
  std::function<void(const registry::Promotion& demotion)> demoted = [](const registry::Promotion&) {};
  std::function<void(const registry::ModelVersion& version, const std::string& reason)> precision_unwatched =
      [](const registry::ModelVersion&, const std::string&) {};
};

/// Works on the queue of jobs, one at a time, and puts into it the daily retraining and those that drift and realised
/// precision ask for; keeps the judgement of plants by their law current: on one server of those that share the
/// database. For use by one thread.
class Scheduler {
 public:
  Scheduler(std::shared_ptr<store::Database> database, registry::Registry registry, SchedulerOptions options,
            base::Clock clock, SchedulerObserver observer);

  /// Does what is due now, and one job of the queue to its end. \return whether there was one
  /// \throws store::StoreError
  bool work_once(const std::stop_token& stop);

  /// Works until it is asked to stop, which interrupts a training: the next server takes it up.
  void work(const std::stop_token& stop);

 private:
  void watch(const std::stop_token& stop);
  void watch_precision();
  void judge_plants(const std::stop_token& stop);
  void ask_for_retraining();
  Job run(ActiveJob& job, const std::stop_token& stop) const;

  std::shared_ptr<store::Database> database_;
  registry::Registry registry_;
  SchedulerOptions options_;
  base::Clock clock_;
  SchedulerObserver observer_;
  Jobs jobs_;
  Leadership leadership_;
  monitoring::ComplianceWatch compliance_;
  PrecisionWatch precision_;
  base::TimePoint next_watch_{};
  bool has_plants_left_ = false;  ///< that the last look at compliance had no time for
};

}  // namespace clearwell::scheduler
