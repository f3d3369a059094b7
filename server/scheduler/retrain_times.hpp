#pragma once

#include "server/scheduler/scheduler.hpp"

#include <optional>
#include <string>
#include <vector>

namespace clearwell::scheduler {

/// By when a model is to be retrained, and whether somebody forgot.
struct RetrainTimes {
  std::string model;
  base::TimePoint
      last_success;  ///< a retraining finished, also one that found nothing new, or a version was registered
  std::optional<base::TimePoint> due;  ///< the schedule's first time after that: long past, it was missed; empty: none
};

/// Of each registered model that the schedule knows a spec of, by name. \throws store::StoreError
std::vector<RetrainTimes> retrain_times(store::Database& database, const SchedulerOptions& options);

}  // namespace clearwell::scheduler
