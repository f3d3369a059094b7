#pragma once

#include "server/monitoring/exposition.hpp"

#include <filesystem>
#include <string>
#include <utility>

namespace clearwell::monitoring {

/// What every program that goes on running exposes of itself: which build it is, what it is asked over HTTP, what it
/// uses of its machine. The rest is declared in telemetry.hpp (`serve`) and watch_telemetry.hpp (`watch`). Prefix
/// `clearwell_`, base units, counters end in `_total`, few labels: https://prometheus.io/docs/practices/naming. A
/// metric is declared when something fills it, not before.
struct ProgramTelemetry {
  /// \param watched_dir  whose file system's room is exposed; empty: no such series
  ProgramTelemetry(const std::string& version, const std::string& commit, std::filesystem::path watched_dir = {})
      : data_dir(std::move(watched_dir)) {
    store_errors.declare({});
    build_info.replace({{Sample{{version, commit}, 1}}});
  }

  const std::filesystem::path data_dir;
  Exposition exposition;

  // `route` is the pattern from the router's table, `unmatched` for any other path.
  CounterFamily http_requests{
      exposition, {"clearwell_http_requests_total", "HTTP requests answered.", {"route", "method", "code"}}};
  HistogramFamily http_request_duration{
      exposition,
      {"clearwell_http_request_duration_seconds", "Time from a request's head to its answer.", {"route"}},
      {.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}};

  // What the process uses of its machine, under the names that every Prometheus client gives them.
  CounterFamily process_cpu{exposition, {"process_cpu_seconds_total", "User and system CPU time spent.", {}}};
  GaugeFamily process_resident_memory{exposition, {"process_resident_memory_bytes", "Resident memory size.", {}}};
  GaugeFamily process_open_fds{exposition, {"process_open_fds", "Open file descriptors.", {}}};
  GaugeFamily process_max_fds{exposition, {"process_max_fds", "How many file descriptors may be open.", {}}};
  GaugeFamily data_dir_free{
      exposition, {"clearwell_data_dir_free_bytes", "Room left in the file system of the data directory.", {}}};
  GaugeFamily data_dir_size{exposition,
                            {"clearwell_data_dir_size_bytes", "Size of the file system of the data directory.", {}}};

  CounterFamily store_errors{exposition, {"clearwell_store_errors_total", "Database statements that failed.", {}}};
  GaugeFamily build_info{exposition, {"clearwell_build_info", "Which build this is.", {"version", "commit"}}};
};

}  // namespace clearwell::monitoring
