-- plant_parameters.sql: what a plant measures, with the newest published laboratory result and the newest reading of each.
-- A result is in the parameter's own unit where it is known so (unit NULL); its text then says in which it was reported.
WITH results AS (
  SELECT DISTINCT ON (r.parameter) r.parameter, coalesce(r.canonical_value, r.value) AS value, r.qualifier,
         CASE WHEN r.canonical_value IS NULL THEN r.unit END AS unit,
         CASE WHEN r.canonical_value <> r.value THEN concat_ws(' ', r.result_text, r.unit) ELSE r.result_text END AS result_text,
         s.sampled_at, s.laboratory
  FROM water.published_samples s
  JOIN water.published_results r USING (sample_id)
  WHERE s.plant_id = $1 AND s.sampled_at IS NOT NULL AND r.value IS NOT NULL
  ORDER BY r.parameter, s.sampled_at DESC, s.sample_id DESC, r.result_key
), readings AS (
  SELECT DISTINCT ON (sensor.parameter) sensor.parameter, newest.value, newest.read_at
  FROM water.sensors sensor
  CROSS JOIN LATERAL (
    SELECT reading.value, reading.read_at
    FROM water.readings reading
    WHERE reading.sensor_id = sensor.sensor_id AND reading.quality <> 'bad'
    ORDER BY reading.read_at DESC
    LIMIT 1
  ) newest
  WHERE sensor.plant_id = $1
  ORDER BY sensor.parameter, newest.read_at DESC
)
SELECT parameter, results.value, results.qualifier, results.unit, results.result_text,
       to_char(results.sampled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS sampled_at,
       readings.value AS reading,
       to_char(readings.read_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS read_at, coalesce(results.laboratory, '') AS laboratory
FROM results
FULL JOIN readings USING (parameter)
ORDER BY parameter;
