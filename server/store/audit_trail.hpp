#pragma once

#include "server/store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who did what, when and why: entries that are only ever added, each with the SHA-256 of the one before. README.md
/// says which bytes are hashed and who may do what with the table.
namespace clearwell::store {

/// Who acts: from the token, or the name that the operating system gives. Never from the body of a request.
struct Actor {
  std::string role;     ///< of the token: plant, lab, regulator, admin; `operator` by command, `system` by schedule
  std::string subject;  ///< name of the token, the operator or the part of the program; not empty
  std::optional<std::int64_t> token_id;  ///< empty where no token was used

  bool operator==(const Actor&) const = default;
};

/// What is to be kept of a decision.
struct AuditEntry {
  Actor actor;
  std::string action;  ///< what was done, object and verb: `sample.corrected`, `token.revoked`
  std::string object;  ///< to what, as `sample/4711`, `model/water_potability/versions/3`
  std::string reason = {};
  std::string details_json = "{}";  ///< a JSON object; never a secret

  bool operator==(const AuditEntry&) const = default;
};

/// Appends an entry as part of the transaction: it is there when, and only when, what it tells of is there.
/// Call it last. From here until the transaction ends nobody else can append, so that entries come one after another.
/// \return the entry's number   \throws StoreError
std::int64_t append_audit_entry(Transaction& transaction, const AuditEntry& entry);

/// An entry as it is stored.
struct StoredAuditEntry {
  std::int64_t entry_id = 0;
  std::string recorded_at;  ///< RFC 3339 with microseconds, UTC, by the database's clock
  AuditEntry entry;
  std::string previous_sha256;  ///< 64 hex digits; of the first entry zeros
  std::string sha256;

  bool operator==(const StoredAuditEntry&) const = default;
};

/// What to leave out; empty: nothing.
struct AuditFilter {
  std::optional<std::int64_t> before = {};  ///< only entries of a smaller number
  std::optional<std::string> action = {};
  std::optional<std::string> object = {};
  std::optional<std::string> subject = {};
};

/// The newest entries that the filter lets pass, newest first. \throws StoreError
std::vector<StoredAuditEntry> audit_entries(Database& database, const AuditFilter& filter, int limit);

/// SHA-256 that the entry should have, computed here and not by the database. \return 64 hex digits
std::string audit_entry_sha256(const StoredAuditEntry& stored);

}  // namespace clearwell::store
