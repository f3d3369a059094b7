#pragma once

#include "server/batch/file_watch.hpp"
#include "server/scoring/model_cache.hpp"

namespace clearwell::monitoring {
struct WatchTelemetry;
}

/// What the parts of `clearwell watch` tell, as log lines and metrics. The telemetry outlives who tells.
namespace clearwell::commands {

scoring::ModelCacheObserver log_models(monitoring::WatchTelemetry& telemetry);
batch::FileWatchObserver log_files(monitoring::WatchTelemetry& telemetry);

}  // namespace clearwell::commands
