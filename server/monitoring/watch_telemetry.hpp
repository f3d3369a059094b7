#pragma once

#include "server/monitoring/program_telemetry.hpp"

namespace clearwell::monitoring {

/// Every metric that `clearwell watch` exposes beside those of any program. Each process counts what it did itself:
/// replicas are summed, but for the files that wait, which all of them see.
struct WatchTelemetry : ProgramTelemetry {
  WatchTelemetry(const std::string& version, const std::string& commit, std::filesystem::path watched_dir)
      : ProgramTelemetry(version, commit, std::move(watched_dir)) {
    for (const char* outcome : {"scored", "failed"})
      files.declare({outcome});
    for (const char* outcome : {"scored", "unanswered"})
      rows.declare({outcome});
    for (const char* what : {"file", "place"})
      retries.declare({what});
    file_duration.declare({});
    last_success_timestamp.replace({{Sample{{}, 0}}});
  }

  GaugeFamily info{exposition,
                   {"clearwell_watch_info",
                    "What is watched, where results go, and whose champion scores.",
                    {"source", "destination", "model"}}};
  CounterFamily files{exposition,
                      {"clearwell_watch_files_total",
                       "Files that this process brought to an end: scored, or failed and laid aside with the reason.",
                       {"outcome"}}};
  CounterFamily rows{exposition,
                     {"clearwell_watch_rows_total",
                      "Rows of scored files: scored, or unanswered where nothing was measured or can be computed.",
                      {"outcome"}}};
  HistogramFamily file_duration{exposition,
                                {"clearwell_watch_file_duration_seconds",
                                 "Time from the reading of a file that ended to its result's being stored.",
                                 {}},
                                {.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600}};
  CounterFamily retries{exposition,
                        {"clearwell_watch_retries_total",
                         "Times that a file was given back, or the place (folder or bucket) could not be looked at, "
                         "because something beside the file was broken; it is tried again.",
                         {"what"}}};
  GaugeFamily waiting_files{exposition,
                            {"clearwell_watch_waiting_files",
                             "Whole files that have not ended, as far as this process knows: in hand, in another "
                             "replica's, given back or still to come.",
                             {}}};
  GaugeFamily last_success_timestamp{exposition,
                                     {"clearwell_watch_last_success_timestamp_seconds",
                                      "When this process last scored a file; 0 when it has not yet.",
                                      {}}};
};

}  // namespace clearwell::monitoring
