-- First and last moment, in Unix milliseconds, at which plant $1 has a value of parameter $2, from laboratory or
-- instrument; NULL without any.
SELECT floor(extract(epoch FROM min(first)) * 1000)::bigint, floor(extract(epoch FROM max(last)) * 1000)::bigint
FROM (
  SELECT min(s.sampled_at) AS first, max(s.sampled_at) AS last
  FROM water.published_samples s JOIN water.published_results r USING (sample_id)
  WHERE s.plant_id = $1 AND r.parameter = $2
  UNION ALL
  SELECT min(bounds.first), max(bounds.last)
  FROM water.sensors n
  CROSS JOIN LATERAL (
    SELECT (SELECT read_at FROM water.readings WHERE sensor_id = n.sensor_id ORDER BY read_at LIMIT 1) AS first,
           (SELECT read_at FROM water.readings WHERE sensor_id = n.sensor_id ORDER BY read_at DESC LIMIT 1) AS last
  ) bounds
  WHERE n.plant_id = $1 AND n.parameter = $2
) extents
