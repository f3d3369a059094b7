-- analyze_incoming_records.sql: a table that was just filled has no statistics, and joins of it would be planned for a few rows.
ANALYZE incoming_records;
