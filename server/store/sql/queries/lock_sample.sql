-- One at a time corrects, certifies and publishes sample $1, until the transaction ends.
SELECT pg_advisory_xact_lock(hashtextextended('clearwell sample ' || $1::text, 0))
