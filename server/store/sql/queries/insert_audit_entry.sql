-- Appends an entry: number, time and hashes are filled in by ops.chain_audit_entry.
INSERT INTO ops.audit_entries (role, subject, token_id, action, object, reason, details)
VALUES ($1, $2, $3::bigint, $4, $5, $6, $7::json)
RETURNING entry_id
