#include "server/base/log.hpp"
#include "server/base/version.hpp"
#include "server/batch/file_watch.hpp"
#include "server/commands/command.hpp"
#include "server/commands/listen_address.hpp"
#include "server/commands/model_log.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/commands/run_until_stopped.hpp"
#include "server/commands/watch_log.hpp"
#include "server/commands/watch_metrics.hpp"
#include "server/monitoring/watch_telemetry.hpp"
#include "server/registry/artifact_store.hpp"
#include "server/registry/bucket.hpp"
#include "server/registry/registry.hpp"
#include "server/scoring/model_cache.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <system_error>

namespace clearwell::commands {
namespace {

struct Arguments {
  std::string in;
  std::string out;
  std::string model;
  std::string metrics;
  double settle_seconds = 2;
  double look_every_seconds = 5;
  bool once = false;
};

int refuse(const std::string& message, int exit_code = kFailed) {
  std::cerr << "clearwell watch: " << message << '\n';
  return exit_code;
}

int refuse(const Error& wrong) {
  return refuse(wrong.field + ": " + wrong.message, kUsage);
}

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

/// OUT by the name that all replicas know it by, made where it is a folder that is missing.
Result<std::string> destination_of(std::string out) {
  if (registry::names_bucket(out)) {
    if (out.ends_with('/')) out.pop_back();
    const Result<registry::Bucket> bucket = registry::open_bucket(out, "OUT");
    if (!bucket) return bucket.error();
    return out;
  }
  std::error_code error;
  std::filesystem::create_directories(out, error);
  if (!error) out = std::filesystem::canonical(out, error).string();
  if (error) return Error{"'" + out + "': " + error.message() + "; accepted: a folder, or s3://BUCKET/PREFIX", "OUT"};
  return out;
}

/// The one that was asked for, or the only one there is.
Result<std::string> chosen_model(const base::Options& options, const std::string& asked,
                                 const scoring::ModelCache::Models& models) {
  if (models.empty()) return Error{no_model_text(options), ""};
  if (asked.empty() && models.size() == 1) return models.begin()->first;
  if (asked.empty())
    return Error{"there are " + std::to_string(models.size()) + " models; name one with --model", "--model"};
  if (!models.contains(asked))
    return Error{"there is no model '" + asked + "'; clearwell models lists what there is", "--model"};
  return asked;
}

int watch(const base::Options& options, const Arguments& arguments) {
  batch::FileWatchOptions watching{.spool = options.data_dir / "spool",
                                   .look_every = milliseconds(arguments.look_every_seconds),
                                   .settle = milliseconds(arguments.settle_seconds)};
  const auto place = batch::open_watched_place(arguments.in, watching.settle);
  if (!place) return refuse(place.error());
  const Result<std::string> destination = destination_of(arguments.out);
  if (!destination) return refuse(destination.error());
  const std::string source = (*place)->source();
  const std::string output = *destination + "/output";
  const std::string failed = *destination + "/failed";
  if (source == output || source == failed) return refuse(Error{"'" + source + "' is where results go", "IN"});
  std::optional<ListenAddress> metrics_address;
  if (!arguments.metrics.empty()) {
    Result<ListenAddress> address = parse_listen_address(arguments.metrics, "--metrics");
    if (!address) return refuse(address.error().message, kUsage);
    metrics_address = *std::move(address);
  }

  const std::shared_ptr<store::Database> database = store::Database::open(options);
  monitoring::WatchTelemetry telemetry(base::version(), base::commit(), options.data_dir);
  const scoring::ModelCache models(database,
                                   registry::Registry(database, registry::open_artifacts(options.artifacts_place())),
                                   log_models(telemetry));
  const Result<std::string> model = chosen_model(options, arguments.model, *models.models());
  if (!model) return refuse(model.error().message);
  watching.model = *model;
  batch::FileWatch files(*database, models, **place, {*database, source, *destination}, registry::open_storage(output),
                         registry::open_storage(failed), watching, log_files(telemetry));
  telemetry.info.replace({{monitoring::Sample{{source, *destination, *model}, 1}}});
  std::optional<WatchMetrics> metrics;
  if (metrics_address) metrics.emplace(*metrics_address, *database, telemetry);
  base::log_info("watching", {{"source", source}, {"destination", *destination}, {"model", *model}});
  bool is_done = true;
  run_until_stopped([&](const std::stop_token& stop) {
    if (arguments.once) {
      is_done = files.work_off(stop);
    } else {
      files.work(stop);
    }
  });
  base::log_info("stopped");
  return is_done ? kOk : kFailed;
}

}  // namespace

void add_watch(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("watch", "Score each new CSV file of a folder or bucket once");
  const auto arguments = std::make_shared<Arguments>();
  command
      ->add_option(
          "IN", arguments->in,
          "folder, or s3://BUCKET/PREFIX with AWS_… in the environment, where .csv files are dropped; what lies "
          "there is never changed")
      ->required();
  command
      ->add_option(
          "OUT", arguments->out,
          "folder or s3://BUCKET/PREFIX: results go to OUT/output, what could not be scored to OUT/failed with "
          "the reason beside it")
      ->required();
  command->add_option("--model", arguments->model,
                      "whose champion and challenger score; by default the only one there is");
  command
      ->add_option("--settle", arguments->settle_seconds,
                   "seconds that a file of a folder must not have changed to be taken for whole")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  command
      ->add_option("--every", arguments->look_every_seconds,
                   "seconds between looks where no notice comes: buckets, network drives, files that others left")
      ->check(CLI::Range(0.1, 86'400.0))
      ->capture_default_str();
  command->add_option("--metrics", arguments->metrics,
                      "loopback address and port where Prometheus reads metrics, such as 127.0.0.1:8083; port 0 takes "
                      "a free one; by default none");
  command->add_flag("--once", arguments->once,
                    "end when all that lies there has been scored or laid aside in OUT/failed; both are exit code 0, "
                    "and 1 where a signal came first or the world did not let it");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return watch(options, *arguments); }; });
}

}  // namespace clearwell::commands
