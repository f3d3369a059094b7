#include "server/access/tokens.hpp"
#include "server/base/log.hpp"
#include "server/base/version.hpp"
#include "server/commands/background_work.hpp"
#include "server/commands/command.hpp"
#include "server/commands/listen_address.hpp"
#include "server/commands/serve_log.hpp"
#include "server/commands/stop_signal.hpp"
#include "server/http/authentication.hpp"
#include "server/http/http_server.hpp"
#include "server/http/routes.hpp"
#include "server/intake/reading_intake.hpp"
#include "server/monitoring/published_limits.hpp"
#include "server/monitoring/telemetry.hpp"
#include "server/registry/registry.hpp"
#include "server/scheduler/daily_schedule.hpp"
#include "server/scheduler/jobs.hpp"
#include "server/scoring/inference_log.hpp"
#include "server/scoring/model_cache.hpp"
#include "server/scoring/scoring_service.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <thread>

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

int serve(const base::Options& options, const Arguments& arguments) {
  Result<ListenAddress> address = parse_listen_address(arguments.listen, "--listen");
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

  http::HttpServer server(router, {.host = address->host, .port = address->port});
  address->port = server.listen();
  std::thread serving([&] {
    server.serve();
    stop.raise();  // a listening socket that fails ends the program too
  });
  BackgroundWork background(*database, registry::open_artifacts(options.artifacts_place()), schedule, telemetry);
  base::log_info(
      "ready",
      {{"address", "http://" + to_text(*address)}, {"models", models.models()->size()}, {"version", base::version()}});
  stop.wait();
  base::log_info("stopping");
  background.request_stop();
  server.stop();
  serving.join();
  background.join();
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
