-- Entries after number $1, oldest first, at most $2; columns as in audit_entries.sql.
SELECT entry_id, to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), role, subject, token_id, action,
       object, reason, details, encode(previous_sha256, 'hex'), encode(sha256, 'hex')
FROM ops.audit_entries
WHERE entry_id > $1::bigint
ORDER BY entry_id
LIMIT $2::integer
