#include "server/access/tokens.hpp"
#include "server/base/time_text.hpp"
#include "server/commands/command.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/commands/operator_name.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>
#include <memory>

namespace clearwell::commands {
namespace {

using nlohmann::json;

struct CreateArguments {
  std::string role;
  std::string name;
  std::optional<std::string> plant_id;
  std::string expires;
  bool as_json = false;
};

int refuse(const char* command, const Error& error, int exit_code) {
  std::cerr << "clearwell token " << command << ": " << error.message << '\n';
  return exit_code;
}

json json_or_null(const std::optional<std::string>& text) {
  return text ? json(*text) : json(nullptr);
}

json time_or_null(const std::optional<base::TimePoint>& time) {
  return time ? json(base::format_time(*time)) : json(nullptr);
}

/// A date alone is its beginning in UTC.
Result<std::optional<base::TimePoint>> parse_expiry(const std::string& text) {
  if (text.empty()) return std::optional<base::TimePoint>();
  const Result<base::TimePoint> time = base::parse_time(text.size() == 10 ? text + "T00:00:00Z" : text);
  if (!time)
    return Error{"--expires is '" + text + "', accepted: a date such as 2027-03-12, or an RFC 3339 time", "--expires"};
  return std::optional(*time);
}

int create(const base::Options& options, const CreateArguments& arguments) {
  const Result<access::Role> role = access::parse_token_role(arguments.role);
  if (!role) return refuse("create", role.error(), kUsage);
  if (const Result<Ok> binding = access::check_binding(*role, arguments.plant_id); !binding)
    return refuse("create", binding.error(), kUsage);
  const auto expires_at = parse_expiry(arguments.expires);
  if (!expires_at) return refuse("create", expires_at.error(), kUsage);
  const auto database = store::Database::open(options);
  const Result<access::IssuedToken> issued = access::Tokens(*database, operator_actor("token create"))
                                                 .create(*role, arguments.name, arguments.plant_id, *expires_at);
  if (!issued) return refuse("create", issued.error(), kFailed);
  if (arguments.as_json) {
    std::cout << json{{"id", issued->token_id},
                      {"token", issued->token},
                      {"role", arguments.role},
                      {"name", arguments.name},
                      {"plant_id", json_or_null(arguments.plant_id)},
                      {"expires_at", time_or_null(*expires_at)}}
                     .dump()
              << '\n';
  } else {
    std::cout << issued->token << '\n';
  }
  return kOk;
}

json record_json(const access::TokenRecord& record) {
  return {{"id", record.token_id},
          {"name", record.name},
          {"role", access::role_name(record.role)},
          {"plant_id", json_or_null(record.plant_id)},
          {"created_at", base::format_time(record.created_at)},
          {"expires_at", time_or_null(record.expires_at)},
          {"revoked_at", time_or_null(record.revoked_at)}};
}

std::string seconds_or_dash(const std::optional<base::TimePoint>& time) {
  return time ? base::format_time_seconds(*time) : "-";
}

void print_record(const access::TokenRecord& record) {
  std::cout << std::left << std::setw(6) << record.token_id << std::setw(11) << access::role_name(record.role)
            << std::setw(22) << base::format_time_seconds(record.created_at) << std::setw(22)
            << seconds_or_dash(record.expires_at) << std::setw(22) << seconds_or_dash(record.revoked_at)
            << std::setw(16) << record.plant_id.value_or("-") << record.name << '\n';
}

int list(const base::Options& options, bool as_json) {
  const auto database = store::Database::open_existing(options);
  const std::vector<access::TokenRecord> records =
      database ? access::Tokens(*database).list() : std::vector<access::TokenRecord>();
  if (as_json) {
    json array = json::array();
    for (const access::TokenRecord& record : records)
      array.push_back(record_json(record));
    std::cout << array.dump() << '\n';
  } else if (records.empty()) {
    std::cout << no_token_text(options) << '\n';
  } else {
    std::cout
        << "id    role       created               expires               revoked               plant           name\n";
    for (const access::TokenRecord& record : records)
      print_record(record);
  }
  return kOk;
}

int revoke(const base::Options& options, std::int64_t token_id) {
  const auto database = store::Database::open_existing(options);
  if (!database) return refuse("revoke", Error{no_token_text(options), ""}, kFailed);
  const Result<Ok> revoked = access::Tokens(*database, operator_actor("token revoke")).revoke(token_id);
  return revoked ? kOk : refuse("revoke", revoked.error(), kFailed);
}

void add_create(CLI::App& token, const base::Options& options, Chosen& chosen) {
  CLI::App* command = token.add_subcommand("create", "Make a token and print it; it is shown this once");
  const auto arguments = std::make_shared<CreateArguments>();
  command->add_option("--role", arguments->role, "plant, lab, regulator or admin")->required();
  command->add_option("--name", arguments->name, "who will use it")->required();
  command->add_option("--plant", arguments->plant_id,
                      "id of the plant that it speaks for; role plant needs it, role lab may have it");
  command->add_option("--expires", arguments->expires,
                      "date or RFC 3339 time from which it is refused; default: never");
  command->add_flag("--json", arguments->as_json, "print an object with id and token");
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return create(options, *arguments); }; });
}

void add_list(CLI::App& token, const base::Options& options, Chosen& chosen) {
  CLI::App* command = token.add_subcommand("list", "List the tokens, never their text");
  const auto as_json = std::make_shared<bool>(false);
  command->add_flag("--json", *as_json, "print an array");
  command->callback([&options, &chosen, as_json] { chosen = [&options, as_json] { return list(options, *as_json); }; });
}

void add_revoke(CLI::App& token, const base::Options& options, Chosen& chosen) {
  CLI::App* command = token.add_subcommand("revoke", "Refuse a token from now on");
  const auto token_id = std::make_shared<std::int64_t>(0);
  command->add_option("id", *token_id, "its id, as list prints it")->required();
  command->callback(
      [&options, &chosen, token_id] { chosen = [&options, token_id] { return revoke(options, *token_id); }; });
}

}  // namespace

void add_token(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* token = app.add_subcommand("token", "Create, list and revoke the tokens of the HTTP interface");
  token->require_subcommand(1);
  token->fallthrough();
  add_create(*token, options, chosen);
  add_list(*token, options, chosen);
  add_revoke(*token, options, chosen);
}

}  // namespace clearwell::commands
