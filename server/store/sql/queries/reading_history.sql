-- reading_history.sql: readings of plant $1, parameter $2, from $3 to before $4, in buckets of $5 microseconds; each one at
-- its own moment where $5 is NULL.
SELECT to_char(bucket_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS time,
       min(value), max(value), avg(value), count(*), 0
FROM (
  SELECT coalesce(date_bin($5::bigint * interval '1 microsecond', reading.read_at, $3::timestamptz), reading.read_at)
           AS bucket_at, reading.value
  FROM water.sensors sensor
  JOIN water.readings reading ON reading.sensor_id = sensor.sensor_id
  WHERE sensor.plant_id = $1 AND sensor.parameter = $2
    AND reading.read_at >= $3::timestamptz AND reading.read_at < $4::timestamptz AND reading.quality <> 'bad'
) AS readings
GROUP BY bucket_at
ORDER BY bucket_at;
