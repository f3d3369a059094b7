#pragma once

#include "server/access/policy.hpp"
#include "server/store/shared_work.hpp"

#include <optional>
#include <string>

namespace clearwell::store {
class Database;
}

namespace clearwell::access {

/// The role in a row of access.tokens. \throws store::StoreError when it is none
Role stored_role(const std::string& text);

/// Asks the database whose tokens these are, one question for all that many threads have at a time. What is asked while
/// another question is under way is part of the next: no answer is older than its question, and a revoked token is
/// refused at once. Safe for use by many threads.
class TokenLookups {
 public:
  explicit TokenLookups(store::Database& database);

  /// Whose token has this SHA-256; empty when it is unknown, revoked or expired. \throws store::StoreError
  std::optional<Caller> find(const std::string& sha256_hex);

 private:
  store::SharedWork work_;
};

}  // namespace clearwell::access
