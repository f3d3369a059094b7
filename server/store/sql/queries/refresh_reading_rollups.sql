-- refresh_reading_rollups.sql: rolls up at most $1 marked hours anew, and the days they belong to, and marks their months;
-- answers how many marks it took away. One statement, one snapshot: it sees the readings of every mark that it sees.
WITH marks AS (
  DELETE FROM water.stale_reading_hours
  WHERE ctid = ANY (ARRAY(SELECT ctid FROM water.stale_reading_hours LIMIT $1))
  RETURNING sensor_id, hour
), hours AS MATERIALIZED (
  SELECT DISTINCT sensor_id, hour FROM marks
), months AS (
  INSERT INTO water.stale_history_months (plant_id, parameter, month)
  SELECT DISTINCT n.plant_id, n.parameter, water.month_of(h.hour) FROM hours h JOIN water.sensors n USING (sensor_id)
), fresh AS MATERIALIZED (
  SELECT hours.sensor_id, hours.hour, rolled.min, rolled.max, rolled.sum, rolled.count
  FROM hours
  CROSS JOIN LATERAL (
    SELECT min(value), max(value), sum(value), count(*)
    FROM water.readings r
    WHERE r.sensor_id = hours.sensor_id AND r.read_at >= hours.hour AND r.read_at < hours.hour + interval '1 hour'
      AND r.quality <> 'bad'
  ) rolled
), saved_hours AS (
  INSERT INTO water.reading_hours (sensor_id, hour, min, max, sum, count)
  SELECT sensor_id, hour, min, max, sum, count FROM fresh WHERE count > 0
  ON CONFLICT (sensor_id, hour) DO UPDATE
    SET min = excluded.min, max = excluded.max, sum = excluded.sum, count = excluded.count
), emptied_hours AS (
  DELETE FROM water.reading_hours k USING fresh f WHERE f.count = 0 AND k.sensor_id = f.sensor_id AND k.hour = f.hour
), days AS MATERIALIZED (
  SELECT DISTINCT sensor_id, date_bin('1 day', hour, 'epoch') AS day FROM hours
), hours_of_days AS (
  SELECT sensor_id, hour, min, max, sum, count FROM fresh WHERE count > 0
  UNION ALL
  SELECT k.sensor_id, k.hour, k.min, k.max, k.sum, k.count
  FROM days d
  JOIN water.reading_hours k ON k.sensor_id = d.sensor_id AND k.hour >= d.day AND k.hour < d.day + interval '1 day'
  LEFT JOIN hours h ON h.sensor_id = k.sensor_id AND h.hour = k.hour
  WHERE h.hour IS NULL
), fresh_days AS MATERIALIZED (
  SELECT sensor_id, date_bin('1 day', hour, 'epoch') AS day, min(min), max(max), sum(sum), sum(count)::bigint AS count
  FROM hours_of_days
  GROUP BY 1, 2
), saved_days AS (
  INSERT INTO water.reading_days (sensor_id, day, min, max, sum, count)
  SELECT sensor_id, day, min, max, sum, count FROM fresh_days
  ON CONFLICT (sensor_id, day) DO UPDATE
    SET min = excluded.min, max = excluded.max, sum = excluded.sum, count = excluded.count
), emptied_days AS (
  DELETE FROM water.reading_days k USING (SELECT sensor_id, day FROM days EXCEPT SELECT sensor_id, day FROM fresh_days) f
  WHERE k.sensor_id = f.sensor_id AND k.day = f.day
)
SELECT count(*) FROM marks;
