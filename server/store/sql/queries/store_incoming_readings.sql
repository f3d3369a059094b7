-- store_incoming_readings.sql: stores what is new of the records without a conflict, keeps conflicts beside (file $1), and
-- answers how many records were accepted, duplicates, in conflict.
WITH records AS (
  SELECT source_row, CASE WHEN bool_or(outcome = 'conflict') THEN 'conflict'
                          WHEN bool_and(outcome = 'known') THEN 'duplicate' ELSE 'accepted' END AS record_outcome
  FROM incoming_readings GROUP BY source_row
), stored AS (
  INSERT INTO water.readings (sensor_id, read_at, value, quality, reported_value)
  SELECT sensor_id, read_at, value, quality, reported_value
  FROM incoming_readings JOIN records USING (source_row)
  WHERE outcome = 'new' AND record_outcome = 'accepted'
), conflicts AS (
  INSERT INTO water.reading_conflicts (sensor_id, read_at, value, quality, source, source_line)
  SELECT DISTINCT ON (sensor_id, read_at, value) sensor_id, read_at, value, quality, $1, line
  FROM incoming_readings WHERE outcome = 'conflict'
  ON CONFLICT DO NOTHING
)
SELECT count(*) FILTER (WHERE record_outcome = 'accepted'), count(*) FILTER (WHERE record_outcome = 'duplicate'),
       count(*) FILTER (WHERE record_outcome = 'conflict')
FROM records;
