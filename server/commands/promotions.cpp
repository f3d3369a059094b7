#include "server/base/options.hpp"
#include "server/commands/command.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/commands/operator_name.hpp"
#include "server/http/json_answer.hpp"
#include "server/registry/registry.hpp"
#include "server/scheduler/challenge.hpp"
#include "server/scheduler/jobs.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <iomanip>
#include <iostream>
#include <memory>
#include <optional>

namespace clearwell::commands {
namespace {

struct Arguments {
  std::string name;
  int version = 0;
  bool force = false;
  std::string reason;
  bool as_json = false;
};

int refuse(std::string_view command, const Error& error) {
  std::cerr << "clearwell " << command << ": " << error.message << '\n';
  return kFailed;
}

std::string champion_text(const registry::Promotion& promotion) {
  const std::string version = "version " + std::to_string(promotion.version);
  const std::string from =
      promotion.from_version ? "version " + std::to_string(*promotion.from_version) : std::string("none");
  if (promotion.outcome == "demoted" && promotion.version == promotion.from_version)
    return version + " stays champion until a better one is there";
  if (promotion.outcome != "refused") return version + " is champion, in place of " + from;
  return version + " does not become champion, " + (promotion.from_version ? from : "nobody") + " stays";
}

/// Prints the decision; one that was asked for and is "no" is no success.
int print(const registry::Promotion& promotion, bool as_json) {
  if (as_json) {
    std::cout << http::to_json(promotion).dump() << '\n';
  } else {
    std::cout << promotion.name << ' ' << champion_text(promotion) << " (" << promotion.outcome
              << "): " << promotion.reason << '\n';
  }
  return promotion.outcome == "refused" ? kFailed : kOk;
}

struct World {
  std::shared_ptr<store::Database> database;
  registry::Registry registry;
};

/// Empty where nothing was ever stored.
std::optional<World> open_world(const base::Options& options) {
  std::shared_ptr<store::Database> database = store::Database::open_existing(options);
  if (!database) return std::nullopt;
  return World{database, registry::Registry(database, registry::open_artifacts(options.artifacts_place()))};
}

/// Decides as a job, which leaves its row in the history of jobs.
int decide(const World& world, scheduler::JobKind kind, const Arguments& arguments, const nlohmann::json& request,
           const std::function<Result<registry::Promotion>(const std::string& decided_by)>& decision) {
  const std::string command(scheduler::to_string(kind));
  const std::string decided_by = operator_name(command);
  Result<registry::Promotion> promotion = Error{};
  const auto job = scheduler::Jobs(*world.database, base::system_clock())
                       .run(kind, arguments.name, request.dump(), decided_by, [&]() -> Result<std::string> {
                         promotion = decision(decided_by);
                         if (!promotion) return promotion.error();
                         return http::to_json(*promotion).dump();
                       });
  if (!job) return refuse(command, job.error());
  return print(*promotion, arguments.as_json);
}

int promote(const base::Options& options, const Arguments& arguments) {
  if (arguments.force == arguments.reason.empty()) {
    std::cerr << "clearwell promote: "
              << (arguments.force ? "--force needs --reason TEXT, for those who read the history"
                                  : "--reason goes with --force only; without it the policy gives the reason")
              << '\n';
    return kUsage;
  }
  const std::optional<World> world = open_world(options);
  if (!world) return refuse("promote", Error{no_model_text(options), ""});
  nlohmann::json request = {{"version", arguments.version}};
  if (arguments.force) request.update({{"force", true}, {"reason", arguments.reason}});
  return decide(*world, scheduler::JobKind::kPromote, arguments, request, [&](const std::string& decided_by) {
    return arguments.force
               ? scheduler::force_promotion(world->registry, arguments.name, arguments.version, arguments.reason,
                                            decided_by)
               : scheduler::challenge(*world->database, world->registry, arguments.name, arguments.version, decided_by);
  });
}

int roll_back(const base::Options& options, const Arguments& arguments) {
  const std::optional<World> world = open_world(options);
  if (!world) return refuse("rollback", Error{no_model_text(options), ""});
  const nlohmann::json request = {{"reason", arguments.reason}};
  return decide(*world, scheduler::JobKind::kRollback, arguments, request, [&](const std::string& decided_by) {
    return world->registry.promotions().roll_back(arguments.name, arguments.reason, decided_by);
  });
}

void print_history(const std::vector<registry::Promotion>& history) {
  for (const registry::Promotion& promotion : history)
    std::cout << promotion.decided_at << "  " << std::left << std::setw(12) << promotion.outcome
              << champion_text(promotion) << "\n    " << promotion.reason << "\n    decided by " << promotion.decided_by
              << '\n';
}

int promotions(const base::Options& options, const Arguments& arguments) {
  const std::optional<World> world = open_world(options);
  if (!world) return refuse("promotions", Error{no_model_text(options), ""});
  if (world->registry.list(arguments.name).empty())
    return refuse("promotions",
                  Error{"there is no model " + arguments.name + "; clearwell models lists what there is", ""});
  const std::vector<registry::Promotion> history = world->registry.promotions().history(arguments.name);
  if (!arguments.as_json) {
    print_history(history);
    return kOk;
  }
  nlohmann::ordered_json array = nlohmann::ordered_json::array();
  for (const registry::Promotion& promotion : history)
    array.push_back(http::to_json(promotion));
  std::cout << array.dump() << '\n';
  return kOk;
}

/// A subcommand on one model, whose arguments live as long as the parser.
CLI::App* add(CLI::App& app, const char* name, const char* description, const std::shared_ptr<Arguments>& arguments,
              const base::Options& options, Chosen& chosen,
              int (*run)(const base::Options& options, const Arguments& arguments)) {
  CLI::App* command = app.add_subcommand(name, description);
  command->add_option("NAME", arguments->name, "the model")->required();
  command->add_flag("--json", arguments->as_json, "the result as one line of JSON");
  command->callback([&options, &chosen, arguments, run] {
    chosen = [&options, arguments, run] { return run(options, *arguments); };
  });
  return command;
}

}  // namespace

void add_promote(CLI::App& app, const base::Options& options, Chosen& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      add(app, "promote", "Compare a version with the champion, and make it champion when the policy says so",
          arguments, options, chosen, promote);
  command->add_option("VERSION", arguments->version, "the version")->required()->check(CLI::PositiveNumber);
  command->add_flag("--force", arguments->force, "without a comparison");
  command->add_option("--reason", arguments->reason, "why; with --force");
}

void add_rollback(CLI::App& app, const base::Options& options, Chosen& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = add(app, "rollback", "Back to the champion before", arguments, options, chosen, roll_back);
  command->add_option("--reason", arguments->reason, "why, for those who read the history");
}

void add_promotions(CLI::App& app, const base::Options& options, Chosen& chosen) {
  add(app, "promotions", "Every decision about who is champion, newest first", std::make_shared<Arguments>(), options,
      chosen, promotions);
}

}  // namespace clearwell::commands
