#pragma once

#include "common/result.hpp"
#include "server/access/policy.hpp"
#include "server/access/token_lookups.hpp"
#include "server/base/clock.hpp"
#include "server/store/audit_trail.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clearwell::access {

/// A token as it is handed to whoever will use it. Nobody can read it again: the database keeps its SHA-256 only.
struct IssuedToken {
  std::int64_t token_id;
  std::string token;  ///< `cw_` and 43 base64url characters: 256 bits nobody can guess
};

/// Whether a token of this role may be bound so: a plant's has one plant, a laboratory's may have one, others have
/// none.
Result<Ok> check_binding(Role role, const std::optional<std::string>& plant_id);

/// What is known of a token afterwards.
struct TokenRecord {
  std::int64_t token_id;
  std::string name;
  Role role;
  std::optional<std::string> plant_id;
  base::TimePoint created_at;
  std::optional<base::TimePoint> expires_at;
  std::optional<base::TimePoint> revoked_at;
};

/// The tokens of one database. Safe for use by many threads. Throws store::StoreError like every store.
class Tokens {
 public:
  /// \param by  who makes and revokes tokens with this object, for the audit trail
  explicit Tokens(store::Database& database, store::Actor by = {"operator", "operator", {}})
      : database_(database), by_(std::move(by)), lookups_(database) {}

  /// \param name        who will use it, for people to read; not empty
  /// \param plant_id    the plant that the token is bound to, as check_binding() takes it; it must exist
  /// \param expires_at  refused from then on, by the database's clock; still to come. Empty: until it is revoked
  Result<IssuedToken> create(Role role, std::string_view name,
                             const std::optional<std::string>& plant_id = std::nullopt,
                             const std::optional<base::TimePoint>& expires_at = std::nullopt);

  /// All of them, revoked ones too, oldest first.
  std::vector<TokenRecord> list();

  /// From now on the token is refused. Revoking it again changes nothing.
  Result<Ok> revoke(std::int64_t token_id);

  /// Whose token this is; empty for one that is unknown, misshapen, revoked or expired: who asks is not told which.
  std::optional<Caller> authenticate(std::string_view token);

 private:
  store::Database& database_;
  store::Actor by_;
  TokenLookups lookups_;
};

}  // namespace clearwell::access
