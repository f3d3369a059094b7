#include "server/store/audit_trail.hpp"

#include "common/hash/sha256.hpp"
#include "server/store/audit_rows.hpp"
#include "server/store/sql.hpp"

namespace clearwell::store {
namespace {

/// As ops.audit_field writes it.
std::string field(std::string_view value) {
  return std::to_string(value.size()) + ":" + std::string(value) + "\n";
}

}  // namespace

std::int64_t append_audit_entry(Transaction& transaction, const AuditEntry& entry) {
  Params params;
  params.add(entry.actor.role).add(entry.actor.subject).add(entry.actor.token_id);
  params.add(entry.action).add(entry.object).add(entry.reason).add(entry.details_json);
  return transaction.run_planned(sql::insert_audit_entry, params).integer(0, 0);
}

StoredAuditEntry audit_entry_of(const Rows& rows, std::size_t row) {
  enum Column : std::size_t { kId, kAt, kRole, kSubject, kToken, kAction, kObject, kReason, kDetails, kPrevious, kSha };
  return {.entry_id = rows.integer(row, kId),
          .recorded_at = rows.text(row, kAt),
          .entry = {.actor = {rows.text(row, kRole), rows.text(row, kSubject), rows.maybe_integer(row, kToken)},
                    .action = rows.text(row, kAction),
                    .object = rows.text(row, kObject),
                    .reason = rows.text(row, kReason),
                    .details_json = rows.text(row, kDetails)},
          .previous_sha256 = rows.text(row, kPrevious),
          .sha256 = rows.text(row, kSha)};
}

std::vector<StoredAuditEntry> audit_entries(Database& database, const AuditFilter& filter, int limit) {
  Params params;
  params.add(filter.before).add(filter.action).add(filter.object).add(filter.subject).add(limit);
  const Rows rows = database.begin().run(sql::audit_entries, params);
  std::vector<StoredAuditEntry> entries;
  for (std::size_t row = 0; row < rows.size(); ++row)
    entries.push_back(audit_entry_of(rows, row));
  return entries;
}

std::string audit_entry_sha256(const StoredAuditEntry& stored) {
  const AuditEntry& entry = stored.entry;
  const std::optional<std::int64_t>& token_id = entry.actor.token_id;
  return hash::sha256_hex("clearwell audit entry 1\n" + field(stored.previous_sha256) + field(stored.recorded_at) +
                          field(entry.actor.role) + field(entry.actor.subject) +
                          (token_id ? field(std::to_string(*token_id)) : "-\n") + field(entry.action) +
                          field(entry.object) + field(entry.reason) + field(entry.details_json));
}

}  // namespace clearwell::store
