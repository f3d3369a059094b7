-- Held until the transaction ends: who asks for work on model $1 sees what others have asked for.
SELECT pg_advisory_xact_lock(hashtextextended('clearwell job queue ' || $1::text, 0))
