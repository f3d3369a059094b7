-- analyze_incoming_results.sql: as analyze_incoming_records.sql, of the columns that are joined.
ANALYZE incoming_results (source_row, sample_id, outcome);
