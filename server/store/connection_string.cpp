#include "server/store/connection_string.hpp"
#include "server/store/database.hpp"

#include <libpq-fe.h>

#include <map>
#include <memory>

namespace clearwell::store {
namespace {

struct OptionsDeleter {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};
using ConninfoOptions = std::unique_ptr<PQconninfoOption, OptionsDeleter>;

std::map<std::string, std::string> values_of(const ConninfoOptions& options) {
  std::map<std::string, std::string> values;
  for (const PQconninfoOption* option = options.get(); option != nullptr && option->keyword != nullptr; ++option)
    if (option->val != nullptr && *option->val != '\0') values[option->keyword] = option->val;
  return values;
}

std::map<std::string, std::string> parse(const std::string& url) {
  char* complaint = nullptr;
  const ConninfoOptions options(PQconninfoParse(url.c_str(), &complaint));
  PQfreemem(complaint);  // not shown: it quotes parts of the string, which may be the password
  if (options == nullptr)
    throw StoreError(
        "the database URL is not one that libpq reads; accepted: postgresql://USER:PASSWORD@HOST:PORT/DATABASE "
        "(with % codes for special characters) or keyword=value pairs");
  return values_of(options);
}

std::string text_of(const std::map<std::string, std::string>& values) {
  std::string text;
  for (const auto& [keyword, value] : values)
    text += keyword + "=" + quoted_connection_value(value) + " ";
  return text;
}

}  // namespace

std::string describe_connection(const std::string& url) {
  std::map<std::string, std::string> values = parse(url);
  values.merge(values_of(ConninfoOptions(PQconndefaults())));
  const std::string host = values.contains("hostaddr") ? values["hostaddr"] : values["host"];
  const std::string database = values.contains("dbname") ? values["dbname"] : values["user"];
  return "database \"" + database + "\" at " + (host.empty() ? "the local socket" : host) + " port " + values["port"];
}

std::string complete_connection_string(const std::string& url) {
  std::map<std::string, std::string> values = parse(url);
  values.emplace("connect_timeout", "10");  // seconds; libpq's own default waits minutes for a host that drops packets
  // A session whose host has vanished fails within seconds instead of the quarter of an hour that TCP goes on trying:
  // all who share its work wait with it.
  values.emplace("tcp_user_timeout", "10000");  // milliseconds without an acknowledgement of what was sent
  values.emplace("keepalives_idle", "10");
  values.emplace("keepalives_interval", "5");
  values.emplace("keepalives_count", "2");
  values.emplace("application_name", "clearwell");
  values["client_encoding"] = "UTF8";
  return text_of(values);
}

std::string as_user(const std::string& url, const std::string& user) {
  std::map<std::string, std::string> values = parse(url);
  values["user"] = user;
  return text_of(values);
}

std::string as_role(const std::string& url, const std::string& role) {
  std::map<std::string, std::string> values = parse(url);
  values["options"] += " -c role=" + role;
  return text_of(values);
}

std::string as_application(const std::string& url, const std::string& name) {
  std::map<std::string, std::string> values = parse(url);
  values["application_name"] = name;
  return text_of(values);
}

std::string quoted_connection_value(const std::string& value) {
  std::string text = "'";
  for (const char character : value) {
    if (character == '\'' || character == '\\') text += '\\';
    text += character;
  }
  return text + "'";
}

}  // namespace clearwell::store
