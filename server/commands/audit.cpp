#include "server/commands/command.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/http/json_answer.hpp"
#include "server/store/audit_trail.hpp"
#include "server/store/audit_verification.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>
#include <optional>

namespace clearwell::commands {
namespace {

using Json = nlohmann::ordered_json;

struct VerifyArguments {
  std::string anchor;
  bool as_json = false;
};

struct ListArguments {
  store::AuditFilter filter;
  int limit = 50;
  bool as_json = false;
};

int refuse(const char* command, const std::string& message, int exit_code) {
  std::cerr << "clearwell audit " << command << ": " << message << '\n';
  return exit_code;
}

/// `12:` and 64 hex digits.
Result<store::AuditAnchor> parse_anchor(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string number = text.substr(0, colon);
  const std::string sha256 = colon == std::string::npos ? "" : text.substr(colon + 1);
  const bool is_anchor = !number.empty() && number.size() <= 18 &&
                         number.find_first_not_of("0123456789") == std::string::npos && number[0] != '0' &&
                         sha256.size() == 64 && sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!is_anchor)
    return Error{"--anchor is '" + text + "', accepted: NUMBER:SHA256 as verify prints them, such as 12:9f86d0…",
                 "--anchor"};
  return store::AuditAnchor{std::stoll(number), sha256};
}

std::string_view fault_name(store::BrokenAuditEntry::Fault fault) {
  using Fault = store::BrokenAuditEntry::Fault;
  return fault == Fault::kChanged ? "changed" : fault == Fault::kMissing ? "missing" : "out_of_order";
}

Json to_json(const store::AuditVerification& verification) {
  Json broken;
  if (verification.broken)
    broken = {{"entry_id", verification.broken->entry_id},
              {"fault", fault_name(verification.broken->fault)},
              {"message", verification.broken->message}};
  return {{"intact", !verification.broken.has_value()},
          {"entries", verification.n_entries},
          {"sha256", verification.head_sha256},
          {"broken", std::move(broken)}};
}

int verify(const base::Options& options, const VerifyArguments& arguments) {
  std::optional<store::AuditAnchor> anchor;
  if (!arguments.anchor.empty()) {
    const Result<store::AuditAnchor> parsed = parse_anchor(arguments.anchor);
    if (!parsed) return refuse("verify", parsed.error().message, kUsage);
    anchor = *parsed;
  }
  const auto database = store::Database::open_existing(options);
  if (!database) return refuse("verify", no_audit_text(options), kFailed);
  const store::AuditVerification verification = store::verify_audit_trail(*database, anchor);
  if (arguments.as_json)
    std::cout << to_json(verification).dump() << '\n';
  else if (verification.broken)
    std::cout << "broken: " << verification.broken->message << '\n';
  else
    std::cout << "intact: " << verification.n_entries << " entries; the last is " << verification.n_entries << ':'
              << verification.head_sha256 << '\n';
  return verification.broken ? kFailed : kOk;
}

void print(const store::StoredAuditEntry& stored) {
  const store::AuditEntry& entry = stored.entry;
  std::cout << stored.entry_id << "  " << stored.recorded_at << "  " << entry.action << ' ' << entry.object
            << "\n    by " << entry.actor.subject << " (" << entry.actor.role << ')'
            << (entry.reason.empty() ? "" : ": " + entry.reason)
            << (entry.details_json == "{}" ? "" : "\n    " + entry.details_json) << '\n';
}

int list(const base::Options& options, const ListArguments& arguments) {
  const auto database = store::Database::open_existing(options);
  if (!database) return refuse("list", no_audit_text(options), kFailed);
  const auto entries = store::audit_entries(*database, arguments.filter, arguments.limit);
  if (!arguments.as_json) {
    for (const store::StoredAuditEntry& stored : entries)
      print(stored);
    return kOk;
  }
  Json array = Json::array();
  for (const store::StoredAuditEntry& stored : entries)
    array.push_back(http::to_json(stored));
  std::cout << array.dump() << '\n';
  return kOk;
}

void add_verify(CLI::App& audit, const base::Options& options, Chosen& chosen) {
  CLI::App* command = audit.add_subcommand(
      "verify", "Compute every entry's SHA-256 anew and name the first entry that is changed, missing or out of order");
  const auto arguments = std::make_shared<VerifyArguments>();
  command->add_option("--anchor", arguments->anchor,
                      "NUMBER:SHA256 that verify printed earlier and that was kept elsewhere");
  command->add_flag("--json", arguments->as_json, "the result as one line of JSON");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return verify(options, *arguments); }; });
}

void add_list(CLI::App& audit, const base::Options& options, Chosen& chosen) {
  CLI::App* command = audit.add_subcommand("list", "Show entries, newest first");
  const auto arguments = std::make_shared<ListArguments>();
  command->add_option("--before", arguments->filter.before, "only entries of a smaller number");
  command->add_option("--action", arguments->filter.action, "for example token.revoked");
  command->add_option("--object", arguments->filter.object, "for example sample/4711");
  command->add_option("--subject", arguments->filter.subject, "name of the token or operator");
  command->add_option("--limit", arguments->limit, "how many")->capture_default_str()->check(CLI::Range(1, 10'000));
  command->add_flag("--json", arguments->as_json, "print an array, each entry as in GET /v1/audit");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return list(options, *arguments); }; });
}

}  // namespace

void add_audit(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* audit = app.add_subcommand("audit", "Who did what, when and why; and whether that record is intact");
  audit->require_subcommand(1);
  audit->fallthrough();
  add_verify(*audit, options, chosen);
  add_list(*audit, options, chosen);
}

}  // namespace clearwell::commands
