-- $1 first id of a group of inferences. Held until the transaction that writes the group has ended; false: another
-- session's transaction holds it.
SELECT pg_try_advisory_xact_lock(hashtext('water.water_inferences'), ($1::bigint % 2147483647)::integer)
