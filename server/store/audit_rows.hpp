#pragma once

#include "server/store/audit_trail.hpp"

namespace clearwell::store {

/// A row of audit_entries.sql or next_audit_entries.sql.
StoredAuditEntry audit_entry_of(const Rows& rows, std::size_t row);

}  // namespace clearwell::store
