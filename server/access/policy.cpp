#include "server/access/policy.hpp"

#include <algorithm>

namespace clearwell::access {
namespace {

struct RoleName {
  Role role;
  std::string_view name;
};
constexpr RoleName kRoleNames[] = {{Role::kPublic, "public"},
                                   {Role::kPlant, "plant"},
                                   {Role::kLab, "lab"},
                                   {Role::kRegulator, "regulator"},
                                   {Role::kAdmin, "admin"}};

struct Grant {
  Role caller;
  Role may_do;
};

// The whole policy. Roles are jobs, not ranks: a laboratory does not score, an instrument does not certify.
constexpr Grant kPolicy[] = {
    {Role::kPublic, Role::kPublic},       {Role::kPlant, Role::kPublic},    {Role::kPlant, Role::kPlant},
    {Role::kLab, Role::kPublic},          {Role::kLab, Role::kLab},         {Role::kRegulator, Role::kPublic},
    {Role::kRegulator, Role::kRegulator}, {Role::kAdmin, Role::kPublic},    {Role::kAdmin, Role::kPlant},
    {Role::kAdmin, Role::kLab},           {Role::kAdmin, Role::kRegulator}, {Role::kAdmin, Role::kAdmin},
};

}  // namespace

std::string_view role_name(Role role) {
  return std::ranges::find(kRoleNames, role, &RoleName::role)->name;
}

Result<Role> parse_token_role(std::string_view text) {
  const auto* const found = std::ranges::find(kRoleNames, text, &RoleName::name);
  if (found == std::end(kRoleNames) || found->role == Role::kPublic)
    return Error{"role: \"" + std::string(text) + "\" is not a role of a token; accepted: plant, lab, regulator, admin",
                 "role"};
  return found->role;
}

store::Actor actor_of(const Caller& caller) {
  return {.role = std::string(role_name(caller.role)),
          .subject = caller.name,
          .token_id = caller.token_id == 0 ? std::nullopt : std::optional(caller.token_id)};
}

bool allows(Role needed, const Caller& caller) {
  return std::ranges::any_of(kPolicy,
                             [&](const Grant& grant) { return grant.caller == caller.role && grant.may_do == needed; });
}

bool speaks_for(const Caller& caller, std::string_view plant_id) {
  if (!caller.plant_id) return caller.role != Role::kPublic && caller.role != Role::kPlant;
  return *caller.plant_id == plant_id;
}

}  // namespace clearwell::access
