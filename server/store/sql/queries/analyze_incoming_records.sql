-- analyze_incoming_records.sql: a table that was just filled has no statistics, and joins of it would be planned for a few
-- rows. Only the columns that are joined: statistics of arrays take longer than the joins.
ANALYZE incoming_records (source_row, sample_key, point_key, stream, local_time, time_zone, refusal);
