-- store_incoming_readings.sql: stores what is new of the records without a conflict, keeps conflicts beside (file $1), and
-- answers how many records were accepted, duplicates, in conflict.
WITH contradicting AS (
  SELECT DISTINCT source_row FROM incoming_readings WHERE outcome = 'conflict'
), stored AS (
  INSERT INTO water.readings (sensor_id, read_at, value, quality, reported_value)
  SELECT sensor_id, read_at, value, quality, reported_value
  FROM incoming_readings i
  WHERE outcome = 'new' AND NOT EXISTS (SELECT FROM contradicting c WHERE c.source_row = i.source_row)
), conflicts AS (
  INSERT INTO water.reading_conflicts (sensor_id, read_at, value, quality, source, source_line)
  SELECT DISTINCT ON (sensor_id, read_at, value) sensor_id, read_at, value, quality, $1, line
  FROM incoming_readings WHERE outcome = 'conflict'
  ON CONFLICT DO NOTHING
), records AS (
  SELECT bool_or(outcome = 'conflict') AS in_conflict, bool_and(outcome = 'known') AS known
  FROM incoming_readings GROUP BY source_row
)
SELECT count(*) FILTER (WHERE NOT in_conflict AND NOT known), count(*) FILTER (WHERE known),
       count(*) FILTER (WHERE in_conflict)
FROM records;
