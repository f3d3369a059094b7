-- lock_history_tiles.sql: one refresh at a time, until the transaction ends.
SELECT pg_advisory_xact_lock(hashtext('water.history_tiles'));
