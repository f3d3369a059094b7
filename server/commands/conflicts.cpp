#include "server/commands/command.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/commands/operator_name.hpp"
#include "server/http/sample_answer.hpp"
#include "server/store/result_conflicts.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace clearwell::commands {
namespace {

using Json = nlohmann::ordered_json;

struct ListArguments {
  store::ConflictFilter filter;
  int limit = 100;
  bool as_json = false;
};

struct DecideArguments {
  std::int64_t conflict_id = 0;
  std::string decision;
  std::string reason;
  bool as_json = false;
};

int refuse(const char* command, const std::string& message, int exit_code) {
  std::cerr << "clearwell conflicts " << command << ": " << message << '\n';
  return exit_code;
}

std::string with_unit(const std::string& text, const std::string& unit) {
  return text + (unit.empty() ? "" : " " + unit);
}

void print(const store::ResultConflict& conflict) {
  std::cout << conflict.conflict_id << "  sample " << conflict.sample_id << " (" << conflict.sample_key.value_or("-")
            << "), " << conflict.parameter << ": stored "
            << (conflict.stored_text ? with_unit(*conflict.stored_text, conflict.stored_unit) : "nothing") << ", came "
            << with_unit(conflict.incoming_text, conflict.incoming_unit)
            << (conflict.at_another_time ? ", sampled at another time" : "") << " (" << conflict.source << ", line "
            << conflict.source_line << ")\n";
  if (conflict.decision)
    std::cout << "    " << *conflict.decision << ", " << conflict.reason << "; " << conflict.decided_by << ' '
              << conflict.decided_at << '\n';
}

int list(const base::Options& options, const ListArguments& arguments) {
  const auto database = store::Database::open_existing(options);
  if (!database) return refuse("list", no_sample_text(options), kFailed);
  const auto conflicts = store::ResultConflicts(*database).list(arguments.filter, arguments.limit);
  if (!arguments.as_json) {
    for (const store::ResultConflict& conflict : conflicts)
      print(conflict);
    return kOk;
  }
  Json array = Json::array();
  for (const store::ResultConflict& conflict : conflicts)
    array.push_back(http::to_json(conflict));
  std::cout << array.dump() << '\n';
  return kOk;
}

int decide(const base::Options& options, const DecideArguments& arguments) {
  const auto decision = store::parse_conflict_decision(arguments.decision);
  if (!decision) return refuse("decide", decision.error().message, kUsage);
  if (arguments.reason.empty())
    return refuse("decide", "--reason is empty; say why, for those who read the record", kUsage);
  const auto database = store::Database::open_existing(options);
  if (!database) return refuse("decide", no_sample_text(options), kFailed);
  const auto outcome = store::ResultConflicts(*database).decide(arguments.conflict_id, *decision, arguments.reason,
                                                                operator_actor("conflicts decide"));
  if (const auto* refusal = std::get_if<store::SampleRefusal>(&outcome))
    return refuse("decide", refusal->error.message, kFailed);
  const auto& decided = std::get<store::ResultConflict>(outcome);
  if (arguments.as_json)
    std::cout << http::to_json(decided).dump() << '\n';
  else
    print(decided);
  return kOk;
}

void add_list(CLI::App& conflicts, const base::Options& options, Chosen& chosen) {
  CLI::App* command = conflicts.add_subcommand("list", "Show results that came again with another value");
  const auto arguments = std::make_shared<ListArguments>();
  command->add_option("--plant", arguments->filter.plant_id, "only of this plant");
  command->add_flag("--decided", arguments->filter.decided_too, "decided ones, too");
  command->add_option("--after", arguments->filter.after, "only conflicts of a greater number");
  command->add_option("--limit", arguments->limit, "how many")->capture_default_str()->check(CLI::Range(1, 10'000));
  command->add_flag("--json", arguments->as_json, "print an array, each conflict as in GET /v1/conflicts");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return list(options, *arguments); }; });
}

void add_decide(CLI::App& conflicts, const base::Options& options, Chosen& chosen) {
  CLI::App* command =
      conflicts.add_subcommand("decide", "Say what becomes of one; the same file again raises it no more");
  const auto arguments = std::make_shared<DecideArguments>();
  command->add_option("ID", arguments->conflict_id, "its number, as list prints it")->required();
  command
      ->add_option("DECISION", arguments->decision,
                   "kept: what is stored stays; new: what came is the next version, which a second person certifies; "
                   "both: what came is a second result")
      ->required();
  command->add_option("--reason", arguments->reason, "why, for those who read the record")->required();
  command->add_flag("--json", arguments->as_json, "the conflict as one line of JSON");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return decide(options, *arguments); }; });
}

}  // namespace

void add_conflicts(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* conflicts = app.add_subcommand(
      "conflicts", "Laboratory results that came again with another value, and what becomes of them");
  conflicts->require_subcommand(1);
  conflicts->fallthrough();
  add_list(*conflicts, options, chosen);
  add_decide(*conflicts, options, chosen);
}

}  // namespace clearwell::commands
