-- rolled_up_history.sql: readings of plant $1, parameter $2, from $3 to before $4, in buckets of $5 hours that begin on the
-- hour, or at midnight UTC where $6 says that they are made of whole days. Hours that the range cuts, and hours whose
-- roll-up is stale, are read from the readings themselves, in the same snapshot.
WITH sensors AS MATERIALIZED (
  SELECT sensor_id FROM water.sensors WHERE plant_id = $1 AND parameter = $2
), bounds AS (
  SELECT date_bin('1 hour', $3::timestamptz, 'epoch') AS first_hour, date_bin('1 hour', $4::timestamptz, 'epoch') AS last_hour,
         date_bin(CASE WHEN $6::boolean THEN interval '1 day' ELSE interval '1 hour' END, $3::timestamptz, 'epoch') AS origin
), loose_hours AS MATERIALIZED ( -- not to be had from roll-ups
  SELECT sensor_id, hour FROM water.stale_reading_hours JOIN sensors USING (sensor_id) CROSS JOIN bounds
  WHERE hour >= first_hour AND hour < $4::timestamptz
  UNION
  SELECT sensor_id, hour FROM sensors CROSS JOIN bounds
  CROSS JOIN LATERAL (VALUES (first_hour, $3::timestamptz), (last_hour, $4::timestamptz)) AS edge (hour, cut)
  WHERE hour <> cut
), loose_days AS MATERIALIZED (
  SELECT sensor_id, date_bin('1 day', hour, 'epoch') AS day FROM loose_hours
  UNION
  SELECT sensor_id, date_bin('1 day', hour, 'epoch') FROM sensors CROSS JOIN bounds
  CROSS JOIN LATERAL (VALUES (first_hour), (last_hour)) AS edge (hour)
), rolled AS (
  SELECT k.day AS at, k.min, k.max, k.sum, k.count
  FROM sensors
  JOIN water.reading_days k USING (sensor_id)
  LEFT JOIN loose_days loose ON loose.sensor_id = k.sensor_id AND loose.day = k.day
  WHERE $6::boolean AND k.day >= $3::timestamptz AND k.day < $4::timestamptz AND loose.day IS NULL
  UNION ALL
  SELECT k.hour, k.min, k.max, k.sum, k.count
  FROM sensors
  JOIN water.reading_hours k USING (sensor_id)
  LEFT JOIN loose_hours loose ON loose.sensor_id = k.sensor_id AND loose.hour = k.hour
  WHERE NOT $6::boolean AND k.hour >= $3::timestamptz AND k.hour < $4::timestamptz AND loose.hour IS NULL
  UNION ALL
  SELECT k.hour, k.min, k.max, k.sum, k.count
  FROM loose_days
  JOIN water.reading_hours k ON k.sensor_id = loose_days.sensor_id
    AND k.hour >= loose_days.day AND k.hour < loose_days.day + interval '1 day'
  LEFT JOIN loose_hours loose ON loose.sensor_id = k.sensor_id AND loose.hour = k.hour
  WHERE $6::boolean AND k.hour >= $3::timestamptz AND k.hour < $4::timestamptz AND loose.hour IS NULL
  UNION ALL
  SELECT loose_hours.hour, read.min, read.max, read.sum, read.count
  FROM loose_hours
  CROSS JOIN LATERAL (
    SELECT min(value), max(value), sum(value), count(*)
    FROM water.readings r
    WHERE r.sensor_id = loose_hours.sensor_id AND r.quality <> 'bad'
      AND r.read_at >= greatest(loose_hours.hour, $3::timestamptz)
      AND r.read_at < least(loose_hours.hour + interval '1 hour', $4::timestamptz)
  ) read
  WHERE read.count > 0
)
SELECT to_char(greatest(date_bin($5::bigint * interval '1 hour', at, origin), $3::timestamptz) AT TIME ZONE 'UTC',
               'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS time,
       min(min), max(max), sum(sum) / sum(count), sum(count)::bigint, 0
FROM rolled CROSS JOIN bounds
GROUP BY date_bin($5::bigint * interval '1 hour', at, origin)
ORDER BY date_bin($5::bigint * interval '1 hour', at, origin);
