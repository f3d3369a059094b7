-- Whether this transaction now holds the lock of name $1, which it keeps until it ends, at the latest with its connection.
SELECT pg_try_advisory_xact_lock(hashtextextended($1::text, 0))
