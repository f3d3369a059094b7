-- analyze_incoming_readings.sql: as analyze_incoming_records.sql, of the columns that are joined.
ANALYZE incoming_readings (source_row, outcome);
