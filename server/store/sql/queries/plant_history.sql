-- plant_history.sql: plant $1, parameter $2, from $3 to before $4 in at most $5 buckets over both sources.
-- The laboratory has few values and each of them counts in law, so it is served first, with half the buckets or what
-- the instruments leave free. A source with no more values than buckets is not binned: each value keeps its moment.
WITH results AS MATERIALIZED (
  SELECT s.sampled_at AS at, coalesce(r.canonical_value, r.value) AS value, r.qualifier = '<' AS non_detect
  FROM water.samples s
  JOIN water.sample_results r ON r.sample_id = s.sample_id AND r.parameter = $2
  WHERE s.plant_id = $1 AND s.sampled_at >= $3::timestamptz AND s.sampled_at < $4::timestamptz AND r.value IS NOT NULL
), readings AS MATERIALIZED (
  SELECT reading.read_at AS at, reading.value
  FROM water.sensors sensor
  JOIN water.readings reading ON reading.sensor_id = sensor.sensor_id
  WHERE sensor.plant_id = $1 AND sensor.parameter = $2
    AND reading.read_at >= $3::timestamptz AND reading.read_at < $4::timestamptz AND reading.quality <> 'bad'
), counts AS (
  SELECT (SELECT count(*) FROM results) AS n_results, (SELECT count(*) FROM readings) AS n_readings, $5::bigint AS points
), quotas AS (
  SELECT n_results, n_readings, points, least(n_results, greatest(points / 2, points - n_readings)) AS result_quota
  FROM counts
), strides AS (
  SELECT n_results <= result_quota AS each_result, n_readings <= points - result_quota AS each_reading,
         -- rounded up: rounded down, the last bucket would be one too many
         ceil(extract(epoch FROM $4::timestamptz - $3::timestamptz) * 1000000 / greatest(result_quota, 1))
           * interval '1 microsecond' AS result_stride,
         ceil(extract(epoch FROM $4::timestamptz - $3::timestamptz) * 1000000 / greatest(points - result_quota, 1))
           * interval '1 microsecond' AS reading_stride
  FROM quotas
), buckets AS (
  SELECT 'laboratory' AS source,
         CASE WHEN each_result THEN at ELSE date_bin(result_stride, at, $3::timestamptz) END AS bucket_at,
         value, non_detect
  FROM results CROSS JOIN strides
  UNION ALL
  SELECT 'instrument',
         CASE WHEN each_reading THEN at ELSE date_bin(reading_stride, at, $3::timestamptz) END,
         value, false
  FROM readings CROSS JOIN strides
)
SELECT source, to_char(bucket_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS time,
       min(value), max(value), avg(value), count(*), count(*) FILTER (WHERE non_detect)
FROM buckets
GROUP BY source, bucket_at
ORDER BY source DESC, bucket_at;
