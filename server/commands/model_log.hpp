#pragma once

#include "server/scoring/model_cache.hpp"

namespace clearwell::monitoring {
struct ProgramTelemetry;
}

namespace clearwell::commands {

/// What a program's cache of models tells, as log lines and metrics. The telemetry outlives it.
scoring::ModelCacheObserver log_models(monitoring::ProgramTelemetry& telemetry);

}  // namespace clearwell::commands
