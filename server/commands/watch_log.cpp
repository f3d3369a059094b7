#include "server/commands/watch_log.hpp"

#include "server/base/clock.hpp"
#include "server/base/log.hpp"
#include "server/monitoring/watch_telemetry.hpp"
#include "server/store/database.hpp"

#include <chrono>

namespace clearwell::commands {
namespace {

double unix_seconds(base::TimePoint time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

void count(monitoring::WatchTelemetry& telemetry, const batch::FileOutcome& outcome) {
  const bool is_scored = outcome.reason.empty();
  telemetry.files.increment({is_scored ? "scored" : "failed"});
  telemetry.file_duration.observe({}, outcome.took.count());
  telemetry.rows.increment({"scored"}, static_cast<double>(outcome.n_scored));
  telemetry.rows.increment({"unanswered"}, static_cast<double>(outcome.n_unanswered));
  if (is_scored)
    telemetry.last_success_timestamp.replace({{monitoring::Sample{{}, unix_seconds(base::system_clock()())}}});
}

void log(const batch::FileOutcome& outcome) {
  const bool is_scored = outcome.reason.empty();
  const batch::ScoringVersions& versions = outcome.versions;
  base::log(is_scored ? base::LogLevel::kInfo : base::LogLevel::kWarning, is_scored ? "file_scored" : "file_failed",
            {{"name", outcome.name},
             {"sha256", outcome.sha256},
             {"output", outcome.output},
             {"model", versions.model},
             {"champion", versions.champion},
             {"challenger", versions.challenger ? std::to_string(*versions.challenger) : std::string("none")},
             {"rows", outcome.n_scored},
             {"unanswered", outcome.n_unanswered},
             {"moved", outcome.moved},
             {"reason", outcome.reason}});
}

}  // namespace

batch::FileWatchObserver log_files(monitoring::WatchTelemetry& telemetry) {
  return {.ended =
              [&telemetry](const batch::FileOutcome& outcome) {
                count(telemetry, outcome);
                log(outcome);
              },
          .given_back =
              [&telemetry](const std::string& name, const std::exception& error) {
                telemetry.retries.increment({name.empty() ? "place" : "file"});
                if (dynamic_cast<const store::StoreError*>(&error) != nullptr) telemetry.store_errors.increment({});
                base::log_warning(name.empty() ? "place_away" : "file_given_back",
                                  {{"name", name}, {"reason", error.what()}});
              },
          .refused =
              [](const std::string& name, const std::string& reason) {
                base::log_warning("file_refused", {{"name", name}, {"reason", reason}});
              },
          .waiting =
              [&telemetry](std::size_t n_files) {
                telemetry.waiting_files.replace({{monitoring::Sample{{}, static_cast<double>(n_files)}}});
              }};
}

}  // namespace clearwell::commands
