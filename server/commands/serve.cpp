#include "server/access/tokens.hpp"
#include "server/base/log.hpp"
#include "server/base/random_id.hpp"
#include "server/base/version.hpp"
#include "server/commands/command.hpp"
#include "server/commands/listen_address.hpp"
#include "server/commands/stop_signal.hpp"
#include "server/http/authentication.hpp"
#include "server/http/http_server.hpp"
#include "server/http/routes.hpp"
#include "server/intake/reading_intake.hpp"
#include "server/monitoring/published_limits.hpp"
#include "server/monitoring/telemetry.hpp"
#include "server/registry/registry.hpp"
#include "server/scheduler/daily_schedule.hpp"
#include "server/scheduler/history_upkeep.hpp"
#include "server/scheduler/jobs.hpp"
#include "server/scheduler/scheduler.hpp"
#include "server/scoring/inference_log.hpp"
#include "server/scoring/model_cache.hpp"
#include "server/scoring/scoring_service.hpp"
#include "server/store/connection_string.hpp"
#include "server/store/database.hpp"
#include "server/store/long_statements.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

namespace clearwell::commands {
namespace {

struct Arguments {
  std::string listen = "127.0.0.1:8081";
  std::filesystem::path web;
  std::string retrain_at = "03:00";
  int drift_window_hours = 24;
  bool no_drift_retraining = false;
  int label_within_hours = 12;
  std::string default_model;
  bool no_demotion = false;
};

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

scoring::ModelCacheObserver log_and_count(monitoring::Telemetry& telemetry) {
  return {.swapped =
              [&telemetry](const registry::ModelVersion& version, std::string_view alias) {
                declare_series(telemetry, version);
                base::log_info("model_loaded", {{"model", version.name},
                                                {"version", version.version},
                                                {"alias", alias},
                                                {"family", version.family},
                                                {"sha256", version.sha256}});
              },
          .unusable =
              [](const registry::ModelVersion& version, const std::string& reason) {
                base::log_error("model_unusable", {{"model", version.name},
                                                   {"version", version.version},
                                                   {"sha256", version.sha256},
                                                   {"reason", reason}});
              },
          .registry_away =
              [&telemetry](const std::string& reason) {
                telemetry.store_errors.increment({});
                base::log_warning("registry_away", {{"reason", reason}});
              }};
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

int serve(const base::Options& options, const Arguments& arguments) {
  Result<ListenAddress> address = parse_listen_address(arguments.listen);
  if (!address) {
    std::cerr << "clearwell serve: " << address.error().message << '\n';
    return kUsage;
  }
  const auto retrain_at = scheduler::parse_time_of_day(arguments.retrain_at);
  if (!retrain_at) {
    std::cerr << "clearwell serve: " << retrain_at.error().message << " (" << retrain_at.error().field << ")\n";
    return kUsage;
  }
  const StopSignal stop;
  const http::StaticSite site = arguments.web.empty() ? http::StaticSite() : http::StaticSite(arguments.web);
  const std::shared_ptr<store::Database> database = store::Database::open(options);
  monitoring::publish_limits(*database);
  monitoring::Telemetry telemetry(base::version(), base::commit(), options.data_dir);
  access::Tokens tokens(*database);
  const store::WaterStore water(*database);
  const registry::Registry registry(database, registry::open_artifacts(options.artifacts_place()));
  const scoring::ModelCache models(database, registry, log_and_count(telemetry));
  scoring::InferenceLog log(database,
                            {.journal_folder = options.data_dir / "journal", .observer = log_journal(telemetry)});
  scoring::Shadow shadow(log, count_shadow(telemetry));
  const scoring::ScoringService scoring(log, shadow);
  const scheduler::Jobs jobs(*database, base::system_clock());
  const scheduler::SchedulerOptions schedule{.models_dir = options.models_dir,
                                             .retrain_at = *retrain_at,
                                             .n_threads = std::max(1U, std::thread::hardware_concurrency() / 2),
                                             .drift = {.window = std::chrono::hours(arguments.drift_window_hours),
                                                       .asks_for_retraining = !arguments.no_drift_retraining},
                                             .label_within = std::chrono::hours(arguments.label_within_hours),
                                             .demotes = !arguments.no_demotion};
  intake::ReadingIntake readings(database);
  const http::Router router(http::make_routes({*database, water, registry, models, scoring, jobs, schedule, readings,
                                               telemetry, options.data_dir / "spool", arguments.default_model}),
                            http::Authentication(tokens), telemetry, site);

  // Connections of its own: a training holds some for hours, and requests must not wait for them.
  const std::string background = std::string(store::kBackgroundSession) + base::random_hex(8);
  const std::shared_ptr<store::Database> own =
      store::Database::connect(store::as_application(database->url(), background));
  scheduler::Scheduler scheduler(own, registry::Registry(own, registry::open_artifacts(options.artifacts_place())),
                                 schedule, base::system_clock(), log_jobs(telemetry));

  scheduler::HistoryUpkeep upkeep(own, [&telemetry](const std::string& reason) {
    telemetry.store_errors.increment({});
    base::log_warning("history_upkeep_without_store", {{"reason", reason}});
  });

  http::HttpServer server(router, {.host = address->host, .port = address->port});
  address->port = server.listen();
  std::thread serving([&] {
    server.serve();
    stop.raise();  // a listening socket that fails ends the program too
  });
  std::jthread working([&](const std::stop_token& stopping) { scheduler.work(stopping); });
  std::jthread rolling_up([&](const std::stop_token& stopping) { upkeep.work(stopping); });
  base::log_info(
      "ready",
      {{"address", "http://" + to_text(*address)}, {"models", models.models()->size()}, {"version", base::version()}});
  stop.wait();
  base::log_info("stopping");
  working.request_stop();
  rolling_up.request_stop();
  server.stop();
  serving.join();
  const std::jthread hurrying(
      [&](const std::stop_token& ended) { store::cancel_long_statements(*database, background, ended); });
  working.join();
  rolling_up.join();
  base::log_info("stopped");
  return kOk;
}

}  // namespace

void add_serve(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("serve", "Answer HTTP on this machine; nginx is the front door");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("--listen", arguments->listen, "loopback address and port; port 0 takes a free one")
      ->capture_default_str();
  command->add_option("--web", arguments->web, "folder of the built page, to serve it without nginx")
      ->check(CLI::ExistingDirectory);
  command->add_option("--default-model", arguments->default_model,
                      "model behind /invocations, whose clients name none; by default the only one there is");
  command
      ->add_option(
          "--retrain-at", arguments->retrain_at,
          "time of day in UTC of the daily retraining, or off; by default after the laboratories' evening upload")
      ->capture_default_str();
  command
      ->add_option("--drift-window", arguments->drift_window_hours,
                   "hours of inferences that are compared with the training at a time")
      ->check(CLI::Range(1, 24 * 366))
      ->capture_default_str();
  command
      ->add_option("--label-within", arguments->label_within_hours,
                   "hours before and after a laboratory sample whose inferences about the same plant it tells of")
      ->check(CLI::Range(1, 24 * 31))
      ->capture_default_str();
  command->add_flag("--no-drift-retraining", arguments->no_drift_retraining,
                    "drift is shown and asks for nothing; without it two windows in a row ask for a retraining");
  command->add_flag("--no-demotion", arguments->no_demotion,
                    "laboratory results that contradict a champion raise an alert and nothing else; without it such a "
                    "champion is retrained and loses its place");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return serve(options, *arguments); }; });
}

}  // namespace clearwell::commands
