#pragma once

#include "server/batch/file_watch.hpp"

namespace clearwell::monitoring {
struct WatchTelemetry;
}

namespace clearwell::commands {

/// What becomes of the files of `clearwell watch`, as log lines and metrics. The telemetry outlives the watch.
batch::FileWatchObserver log_files(monitoring::WatchTelemetry& telemetry);

}  // namespace clearwell::commands
