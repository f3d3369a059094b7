-- incoming_reading_conflicts.sql: the first conflict of each record, at most $1: line, sensor, moment, what came and what
-- is stored.
WITH conflicts AS MATERIALIZED (
  SELECT DISTINCT ON (source_row) source_row, line, sensor_id, read_at, value
  FROM incoming_readings
  WHERE outcome = 'conflict'
  ORDER BY source_row
  LIMIT $1
)
SELECT c.line, c.sensor_id, to_char(c.read_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS read_at, c.value::text,
       k.value::text AS stored
FROM conflicts c LEFT JOIN water.readings k USING (sensor_id, read_at)
ORDER BY c.source_row;
