#pragma once

#include "server/store/audit_trail.hpp"

#include <string>
#include <string_view>

namespace clearwell::commands {

/// Who decides by a command, for the history: `mara, by clearwell promote`. The name is that of the operating system.
std::string operator_name(std::string_view command);

/// The same for the audit trail.
store::Actor operator_actor(std::string_view command);

}  // namespace clearwell::commands
