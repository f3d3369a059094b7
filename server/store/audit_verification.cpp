#include "server/store/audit_verification.hpp"

#include "server/store/audit_rows.hpp"
#include "server/store/sql.hpp"

#include <algorithm>

namespace clearwell::store {
namespace {

using Fault = BrokenAuditEntry::Fault;

constexpr int kEntriesAtOnce = 1000;

BrokenAuditEntry broken(std::int64_t entry_id, Fault fault, const std::string& what) {
  return {entry_id, fault, "entry " + std::to_string(entry_id) + " " + what};
}

struct Head {
  std::int64_t entry_id = 0;
  std::string sha256;
};

Head read_head(Database& database) {
  const Rows rows = database.begin().run(sql::audit_head);
  if (rows.empty()) return {};
  return {rows.integer(0, 0), rows.text(0, 1)};
}

/// What is wrong with the entry that comes after all those that were found in order.
std::optional<BrokenAuditEntry> check(const StoredAuditEntry& entry, const AuditVerification& so_far) {
  const std::int64_t expected = so_far.n_entries + 1;
  if (entry.entry_id != expected) return broken(expected, Fault::kMissing, "is missing");
  const std::string computed = audit_entry_sha256(entry);
  if (computed != entry.sha256)
    return broken(expected, Fault::kChanged,
                  "was changed: its content has the SHA-256 " + computed + ", stored is " + entry.sha256);
  if (entry.previous_sha256 != so_far.head_sha256)
    return broken(expected, Fault::kOutOfOrder,
                  "is out of order: it was written after an entry of SHA-256 " + entry.previous_sha256 +
                      ", and stands after one of " + so_far.head_sha256);
  return std::nullopt;
}

std::optional<BrokenAuditEntry> check_anchor(const AuditVerification& so_far,
                                             const std::optional<AuditAnchor>& anchor) {
  if (!anchor || anchor->entry_id != so_far.n_entries || anchor->sha256 == so_far.head_sha256) return std::nullopt;
  return broken(so_far.n_entries, Fault::kChanged,
                "was changed: its SHA-256 is " + so_far.head_sha256 + ", expected was " + anchor->sha256);
}

/// Goes on to the last entry there is. False when the chain breaks.
bool follow(Database& database, const std::optional<AuditAnchor>& anchor, AuditVerification& verification) {
  while (true) {
    const Rows rows =
        database.begin().run(sql::next_audit_entries, Params().add(verification.n_entries).add(kEntriesAtOnce));
    if (rows.empty()) return true;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const StoredAuditEntry entry = audit_entry_of(rows, row);
      verification.broken = check(entry, verification);
      if (verification.broken) return false;
      ++verification.n_entries;
      verification.head_sha256 = entry.sha256;
      verification.broken = check_anchor(verification, anchor);
      if (verification.broken) return false;
    }
  }
}

}  // namespace

AuditVerification verify_audit_trail(Database& database, const std::optional<AuditAnchor>& anchor) {
  // The head first: an entry appended later is read too, one that was there and is gone is missed.
  const Head head = read_head(database);
  AuditVerification verification{.n_entries = 0, .head_sha256 = std::string(64, '0'), .broken = {}};
  if (!follow(database, anchor, verification)) return verification;
  const std::int64_t n_known = std::max(head.entry_id, anchor ? anchor->entry_id : 0);
  if (verification.n_entries < n_known)
    verification.broken = broken(verification.n_entries + 1, Fault::kMissing, "is missing");
  else if (verification.n_entries > read_head(database).entry_id)
    verification.broken = broken(verification.n_entries, Fault::kOutOfOrder, "was not appended by the trail itself");
  else if (head.entry_id == verification.n_entries && head.sha256 != verification.head_sha256)
    verification.broken =
        broken(head.entry_id, Fault::kChanged,
               "was changed: its SHA-256 is " + verification.head_sha256 + ", appended was " + head.sha256);
  return verification;
}

}  // namespace clearwell::store
