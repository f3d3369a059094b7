#include "server/commands/command.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/commands/operator_name.hpp"
#include "server/http/sample_answer.hpp"
#include "server/store/reading_conflicts.hpp"
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
  bool of_readings = false;
  bool as_json = false;
};

struct DecideArguments {
  std::int64_t conflict_id = 0;
  std::string decision;
  std::string reason;
  bool of_readings = false;
  bool as_json = false;
};

int refuse(const char* command, const std::string& message, int exit_code) {
  std::cerr << "clearwell conflicts " << command << ": " << message << '\n';
  return exit_code;
}

std::string with_unit(const std::string& text, const std::string& unit) {
  return text + (unit.empty() ? "" : " " + unit);
}

void print_decision(const auto& conflict) {
  if (conflict.decision)
    std::cout << "    " << *conflict.decision << ", " << conflict.reason << "; " << conflict.decided_by << ' '
              << conflict.decided_at << '\n';
}

void print(const store::ResultConflict& conflict) {
  std::cout << conflict.conflict_id << "  sample " << conflict.sample_id << " (" << conflict.sample_key.value_or("-")
            << "), " << conflict.parameter << ": stored "
            << (conflict.stored_text ? with_unit(*conflict.stored_text, conflict.stored_unit) : "nothing") << ", came "
            << with_unit(conflict.incoming_text, conflict.incoming_unit)
            << (conflict.at_another_time ? ", sampled at another time" : "") << " (" << conflict.source << ", line "
            << conflict.source_line << ")\n";
  print_decision(conflict);
}

std::string shown_text(const store::ReadingConflict::Shown& reading, const std::string& unit) {
  return with_unit(Json(reading.value).dump(), unit) + " (" + reading.quality + ")";
}

void print(const store::ReadingConflict& conflict) {
  std::cout << conflict.conflict_id << "  sensor " << conflict.sensor_id << " at " << conflict.read_at << ", "
            << conflict.parameter << ": stored "
            << (conflict.stored ? shown_text(*conflict.stored, conflict.unit) : "nothing") << ", came "
            << shown_text(conflict.incoming, conflict.unit) << " (" << conflict.source << ", line "
            << conflict.source_line << ")\n";
  print_decision(conflict);
}

int list(const auto& all, const ListArguments& arguments) {
  const auto conflicts = all.list(arguments.filter, arguments.limit);
  if (!arguments.as_json) {
    for (const auto& conflict : conflicts)
      print(conflict);
    if (conflicts.empty()) std::cerr << "no conflict\n";
    return kOk;
  }
  Json array = Json::array();
  for (const auto& conflict : conflicts)
    array.push_back(http::to_json(conflict));
  std::cout << array.dump() << '\n';
  return kOk;
}

int list(const base::Options& options, const ListArguments& arguments) {
  const auto database = store::Database::open_existing(options);
  if (!database) return refuse("list", no_sample_text(options), kFailed);
  return arguments.of_readings ? list(store::ReadingConflicts(*database), arguments)
                               : list(store::ResultConflicts(*database), arguments);
}

int decide(const auto& all, store::ConflictDecision decision, const DecideArguments& arguments) {
  const auto outcome =
      all.decide(arguments.conflict_id, decision, arguments.reason, operator_actor("conflicts decide"));
  if (const auto* refusal = std::get_if<store::SampleRefusal>(&outcome))
    return refuse("decide", refusal->error.message, kFailed);
  const auto& decided = std::get<0>(outcome);
  if (arguments.as_json)
    std::cout << http::to_json(decided).dump() << '\n';
  else
    print(decided);
  return kOk;
}

int decide(const base::Options& options, const DecideArguments& arguments) {
  const auto decision = store::parse_conflict_decision(arguments.decision);
  if (!decision) return refuse("decide", decision.error().message, kUsage);
  if (arguments.reason.empty())
    return refuse("decide", "--reason is empty; say why, for those who read the record", kUsage);
  const auto database = store::Database::open_existing(options);
  if (!database) return refuse("decide", no_sample_text(options), kFailed);
  return arguments.of_readings ? decide(store::ReadingConflicts(*database), *decision, arguments)
                               : decide(store::ResultConflicts(*database), *decision, arguments);
}

void add_list(CLI::App& conflicts, const base::Options& options, Chosen& chosen) {
  CLI::App* command = conflicts.add_subcommand("list", "Show what came again with another value");
  const auto arguments = std::make_shared<ListArguments>();
  command->add_option("--plant", arguments->filter.plant_id, "only of this plant");
  command->add_flag("--decided", arguments->filter.decided_too, "decided ones, too");
  command->add_option("--after", arguments->filter.after, "only conflicts of a greater number");
  command->add_flag("--readings", arguments->of_readings, "of instruments, in place of laboratory results");
  command->add_option("--limit", arguments->limit, "how many")->capture_default_str()->check(CLI::Range(1, 10'000));
  command->add_flag("--json", arguments->as_json,
                    "print an array, each conflict as in GET /v1/conflicts or /v1/readings/conflicts");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return list(options, *arguments); }; });
}

void add_decide(CLI::App& conflicts, const base::Options& options, Chosen& chosen) {
  CLI::App* command =
      conflicts.add_subcommand("decide", "Say what becomes of one; the same file again raises it no more");
  const auto arguments = std::make_shared<DecideArguments>();
  command->add_option("ID", arguments->conflict_id, "its number, as list prints it")->required();
  command
      ->add_option(
          "DECISION", arguments->decision,
          "kept: what is stored stays; new: what came is the next version, which a second person certifies; "
          "both: what came is a second result. Of readings: kept, or new, which takes the place of what is stored")
      ->required();
  command->add_flag("--readings", arguments->of_readings, "a conflict of readings, in place of laboratory results");
  command->add_option("--reason", arguments->reason, "why, for those who read the record")->required();
  command->add_flag("--json", arguments->as_json, "the conflict as one line of JSON");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return decide(options, *arguments); }; });
}

}  // namespace

void add_conflicts(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* conflicts = app.add_subcommand(
      "conflicts", "Results and readings that came again with another value, and what becomes of them");
  conflicts->require_subcommand(1);
  conflicts->fallthrough();
  add_list(*conflicts, options, chosen);
  add_decide(*conflicts, options, chosen);
}

}  // namespace clearwell::commands
