#pragma once

#include "server/base/options.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace clearwell::commands {

/// Exit codes of every command.
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;

/// The command that the user chose, ready to run. Parsing fills it, main runs it.
using Chosen = std::function<int()>;

/// Each adds one subcommand to the parser; its callback sets `chosen`. Results go to stdout, progress and log to
/// stderr.
void add_import(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_simulate(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_plants(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_train(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_report(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_models(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_promote(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_rollback(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_promotions(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_retrain(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_export(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_predict(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_watch(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_serve(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_conflicts(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_audit(CLI::App& app, const base::Options& options, Chosen& chosen);
void add_token(CLI::App& app, const base::Options& options, Chosen& chosen);

}  // namespace clearwell::commands
