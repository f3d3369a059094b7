-- Sent when the transaction commits, and only then.
SELECT pg_notify($1, $2)
