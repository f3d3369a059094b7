-- incoming_result_conflicts.sql: the first conflict of each record, at most $1: line, sample, parameter, what came, what
-- is stored, and where that came from.
WITH conflicts AS MATERIALIZED (
  SELECT DISTINCT ON (source_row) source_row, line, sample_id, parameter, result_key, reported_name, result_text,
         at_another_time
  FROM incoming_results
  WHERE outcome = 'conflict'
  ORDER BY source_row
  LIMIT $1
)
SELECT c.line, s.sample_key, c.reported_name, c.result_text, c.at_another_time,
       to_char(s.sampled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS sampled_at, k.result_text AS stored, s.source
FROM conflicts c
JOIN water.samples s USING (sample_id)
LEFT JOIN water.current_results k USING (sample_id, parameter, result_key)
ORDER BY c.source_row;
