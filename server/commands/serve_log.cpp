#include "server/commands/serve_log.hpp"

#include "server/base/log.hpp"
#include "server/commands/model_log.hpp"
#include "server/monitoring/telemetry.hpp"

#include <utility>
#include <vector>

namespace clearwell::commands {
namespace {

void declare_series(monitoring::Telemetry& telemetry, const registry::ModelVersion& version) {
  telemetry.inference_duration.declare({version.name});
  telemetry.shadow_dropped.declare({version.name});
  std::vector<const char*> outcomes = {"positive", "negative", "failed"};
  if (!version.threshold) outcomes = {"value", "failed"};  // a regression
  for (const char* role : {"champion", "challenger", "pinned"}) {
    for (const char* outcome : outcomes)
      telemetry.inferences.declare({version.name, role, outcome});
  }
}

}  // namespace

scoring::ModelCacheObserver log_and_count(monitoring::Telemetry& telemetry) {
  scoring::ModelCacheObserver observer = log_models(telemetry);
  observer.swapped = [&telemetry, log = std::move(observer.swapped)](const registry::ModelVersion& version,
                                                                     std::string_view alias) {
    declare_series(telemetry, version);
    log(version, alias);
  };
  return observer;
}

scoring::InferenceLogObserver log_journal(monitoring::Telemetry& telemetry) {
  return {.store_away =
              [&telemetry](const std::string& reason) {
                telemetry.store_errors.increment({});
                base::log_error("inference_log_without_store", {{"reason", reason}});
              },
          .journaled =
              [&telemetry](std::size_t n_rows) {
                telemetry.inferences_journaled.increment({}, static_cast<double>(n_rows));
              },
          .replayed =
              [&telemetry](std::size_t n_rows) {
                telemetry.inferences_replayed.increment({}, static_cast<double>(n_rows));
                base::log_info("inference_journal_replayed", {{"rows", n_rows}});
              },
          .damaged =
              [](const std::string& where) {
                base::log_error("inference_journal_damaged", {{"where", where}});
              }};
}

scoring::ShadowObserver count_shadow(monitoring::Telemetry& telemetry) {
  const auto count = [&telemetry](const std::string& model, std::string_view outcome, std::size_t n_rows) {
    if (n_rows > 0) telemetry.inferences.increment({model, "challenger", outcome}, static_cast<double>(n_rows));
  };
  return {.scored =
              [count](const std::string& model, const std::vector<scoring::OutcomeCount>& outcomes) {
                for (const auto& [outcome, n_rows] : outcomes)
                  count(model, outcome, n_rows);
              },
          .dropped =
              [&telemetry](const std::string& model, std::size_t n_rows) {
                telemetry.shadow_dropped.increment({model}, static_cast<double>(n_rows));
              },
          .failed =
              [count](const std::string& model, std::size_t n_rows, const std::string& reason) {
                count(model, "failed", n_rows);
                base::log_warning("shadow_failed", {{"model", model}, {"rows", n_rows}, {"reason", reason}});
              }};
}

scheduler::SchedulerObserver log_jobs(monitoring::Telemetry& telemetry) {
  return {.started =
              [](const scheduler::Job& job) {
                base::log_info("job_started", {{"job_id", job.job_id},
                                               {"kind", job.kind},
                                               {"model", job.model},
                                               {"attempt", job.attempts},
                                               {"requested_by", job.requested_by},
                                               {"reason", job.reason}});
              },
          .ended =
              [](const scheduler::Job& job) {
                base::log(job.error ? base::LogLevel::kWarning : base::LogLevel::kInfo, "job_ended",
                          {{"job_id", job.job_id},
                           {"kind", job.kind},
                           {"model", job.model},
                           {"status", job.status},
                           {"error", job.error.value_or("")}});
              },
          .drift_watched =
              [](const registry::ModelVersion& version, const monitoring::DriftWindow& newest) {
                base::log(newest.outcome == "drift" ? base::LogLevel::kWarning : base::LogLevel::kInfo, "drift_watched",
                          {{"model", version.name},
                           {"version", version.version},
                           {"window_end", newest.end},
                           {"rows", newest.n_rows},
                           {"outcome", newest.outcome},
                           {"reason", newest.reason}});
              },
          .drift_unwatched =
              [](const registry::ModelVersion& version, const std::string& reason) {
                base::log_error("drift_unwatched",
                                {{"model", version.name}, {"version", version.version}, {"reason", reason}});
              },
          .store_away =
              [&telemetry](const std::string& reason) {
                telemetry.store_errors.increment({});
                base::log_warning("scheduler_without_store", {{"reason", reason}});
              },
          .failed =
              [](const std::string& reason) {
                base::log_error("scheduler_failed", {{"reason", reason}});
              },
          .demoted =
              [](const registry::Promotion& demotion) {
                base::log_warning("model_demoted", {{"model", demotion.name},
                                                    {"from", demotion.from_version.value_or(0)},
                                                    {"to", demotion.version},
                                                    {"reason", demotion.reason}});
              },
          .precision_unwatched =
              [](const registry::ModelVersion& version, const std::string& reason) {
                base::log_error("precision_unwatched",
                                {{"model", version.name}, {"version", version.version}, {"reason", reason}});
              }};
}

}  // namespace clearwell::commands
