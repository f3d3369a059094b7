#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace clearwell::store {

class Database;

/// An entry that somebody wrote down elsewhere, to be found again: the owner of the tables could make the whole chain
/// anew, but not with the same hash.
struct AuditAnchor {
  std::int64_t entry_id = 0;
  std::string sha256;  ///< 64 hex digits
};

/// The first entry that is not as it was written.
struct BrokenAuditEntry {
  enum class Fault { kChanged, kMissing, kOutOfOrder };
  std::int64_t entry_id = 0;
  Fault fault = Fault::kChanged;
  std::string message;  ///< for people
};

struct AuditVerification {
  std::int64_t n_entries = 0;  ///< found in order
  std::string head_sha256;     ///< of the last of them; zeros where there is none
  std::optional<BrokenAuditEntry> broken;
};

/// Reads every entry, in constant memory, and computes its hash here. Entries may be appended meanwhile.
/// \throws StoreError
AuditVerification verify_audit_trail(Database& database, const std::optional<AuditAnchor>& anchor = {});

}  // namespace clearwell::store
