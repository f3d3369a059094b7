#include "server/base/version.hpp"
#include "server/commands/command.hpp"
#include "server/commands/settings_file.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>

namespace {

using clearwell::base::Options;
namespace commands = clearwell::commands;

void add_common_options(CLI::App& app, Options& options) {
  app.add_option("--database", options.database_url,
                 "PostgreSQL URL; without it a private cluster in the data directory")
      ->envname("CLEARWELL_DATABASE_URL");
  app.add_option("--data-dir", options.data_dir, "where the private cluster and the artifacts live")
      ->envname("CLEARWELL_DATA_DIR")
      ->capture_default_str();
  app.add_option("--artifacts", options.artifacts,
                 "where model files are kept: a folder, or s3://BUCKET/PREFIX with AWS_… in the environment; default "
                 "DATA_DIR/artifacts")
      ->envname("CLEARWELL_ARTIFACTS");
  app.add_option("--models", options.models_dir, "folder of specs, one <name>/spec.json each")
      ->envname("CLEARWELL_MODELS")
      ->capture_default_str();
}

int run(int argc, char** argv) {
  CLI::App app{"Clearwell: drinking-water quality, measured, judged by law and estimated by models, side by side"};
  app.name("clearwell");
  app.set_version_flag("--version", clearwell::base::version_line());
  app.require_subcommand(1);
  app.fallthrough();

  Options options;
  add_common_options(app, options);
  commands::Chosen chosen;
  commands::add_import(app, options, chosen);
  commands::add_simulate(app, options, chosen);
  commands::add_plants(app, options, chosen);
  commands::add_train(app, options, chosen);
  commands::add_report(app, options, chosen);
  commands::add_retrain(app, options, chosen);
  commands::add_models(app, options, chosen);
  commands::add_promote(app, options, chosen);
  commands::add_rollback(app, options, chosen);
  commands::add_promotions(app, options, chosen);
  commands::add_export(app, options, chosen);
  commands::add_predict(app, options, chosen);
  commands::add_watch(app, options, chosen);
  commands::add_serve(app, options, chosen);
  commands::add_conflicts(app, options, chosen);
  commands::add_audit(app, options, chosen);
  commands::add_token(app, options, chosen);
  commands::add_settings_file(app);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? commands::kOk : commands::kUsage;
  }
  return chosen();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "clearwell: " << error.what() << '\n';
    return commands::kFailed;
  }
}
