-- The newest entries of the audit trail: before number $1, of action $2, object $3, subject $4 where these are given; at
-- most $5, newest first.
SELECT entry_id, to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), role, subject, token_id, action,
       object, reason, details, encode(previous_sha256, 'hex'), encode(sha256, 'hex')
FROM ops.audit_entries
WHERE ($1::bigint IS NULL OR entry_id < $1::bigint) AND ($2::text IS NULL OR action = $2)
  AND ($3::text IS NULL OR object = $3) AND ($4::text IS NULL OR subject = $4)
ORDER BY entry_id DESC
LIMIT $5::integer
