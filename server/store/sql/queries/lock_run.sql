-- Held by the process that works on run $1 until its transaction ends, at the latest with its connection.
SELECT pg_advisory_xact_lock(hashtextextended('clearwell run ' || $1::text, 0))
