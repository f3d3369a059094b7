-- lock_reading_conflicts.sql: one decision at a time, until the transaction ends.
SELECT pg_advisory_xact_lock(hashtext('water.reading_conflicts'));
