#pragma once

#include "common/result.hpp"
#include "server/store/audit_trail.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Who may do what.
namespace clearwell::access {

enum class Role {
  kPublic,     ///< anybody, without a token
  kPlant,      ///< the instruments of one plant: send and score their readings
  kLab,        ///< a laboratory, of one plant or of many: files certified samples
  kRegulator,  ///< an authority: reads what is not public
  kAdmin,      ///< trains, promotes, rolls back
};

/// `public`, `plant`, `lab`, `regulator`, `admin`.
std::string_view role_name(Role role);

/// A role that a token can carry: any but public.
Result<Role> parse_token_role(std::string_view text);

/// Who is asking. As it stands: the public.
struct Caller {
  Role role = Role::kPublic;
  std::string name;                     ///< as given when the token was made; empty for the public
  std::optional<std::string> plant_id;  ///< the only plant that the token speaks for; empty: all, by role
  std::int64_t token_id = 0;

  bool operator==(const Caller&) const = default;
};

/// As the audit trail names him. \pre  not the public
store::Actor actor_of(const Caller& caller);

/// May `caller` do what is reserved to `needed`? What the table does not grant is refused.
bool allows(Role needed, const Caller& caller);

/// May `caller` act in the name of this plant? Asked besides allows(), where a request names a plant.
bool speaks_for(const Caller& caller, std::string_view plant_id);

}  // namespace clearwell::access
