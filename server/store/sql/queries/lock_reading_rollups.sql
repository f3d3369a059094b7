-- lock_reading_rollups.sql: one refresh at a time, until the transaction ends: a slower one would write what is older.
SELECT pg_advisory_xact_lock(hashtext('water.reading_hours'));
