#pragma once

#include "server/scheduler/scheduler.hpp"
#include "server/scoring/inference_log.hpp"
#include "server/scoring/model_cache.hpp"
#include "server/scoring/scoring_service.hpp"

namespace clearwell::monitoring {
class Telemetry;
}

/// What a server's parts tell, as log lines and metrics. The telemetry outlives who tells.
namespace clearwell::commands {

scoring::ModelCacheObserver log_and_count(monitoring::Telemetry& telemetry);
scoring::InferenceLogObserver log_journal(monitoring::Telemetry& telemetry);
scoring::ShadowObserver count_shadow(monitoring::Telemetry& telemetry);
scheduler::SchedulerObserver log_jobs(monitoring::Telemetry& telemetry);

}  // namespace clearwell::commands
