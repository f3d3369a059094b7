#pragma once

namespace clearwell::monitoring {

struct ProgramTelemetry;

/// Brings the metrics up to date that tell what this process uses of its machine, read from /proc/self and the file
/// system. What cannot be read keeps its last value. Called at each scrape.
void read_process_facts(ProgramTelemetry& telemetry);

}  // namespace clearwell::monitoring
