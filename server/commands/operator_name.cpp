#include "server/commands/operator_name.hpp"

#include <pwd.h>
#include <unistd.h>

namespace clearwell::commands {

std::string operator_name(std::string_view command) {
  const passwd* entry = ::getpwuid(::geteuid());
  const std::string name = entry != nullptr ? entry->pw_name : "user " + std::to_string(::geteuid());
  return name + ", by clearwell " + std::string(command);
}

store::Actor operator_actor(std::string_view command) {
  return {.role = "operator", .subject = operator_name(command), .token_id = {}};
}

}  // namespace clearwell::commands
