-- The newest laboratory result of each parameter of plant $1 that the public could see at $2: columns as in
-- plant_parameters.sql, without instruments.
SELECT DISTINCT ON (r.parameter) r.parameter, coalesce(r.canonical_value, r.value) AS value, r.qualifier,
       CASE WHEN r.canonical_value IS NULL THEN r.unit END AS unit,
       CASE WHEN r.canonical_value <> r.value THEN concat_ws(' ', r.result_text, r.unit) ELSE r.result_text END AS result_text,
       to_char(s.sampled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS sampled_at,
       NULL AS reading, NULL AS read_at, s.laboratory
FROM water.samples s
JOIN water.published_results_at($2::timestamptz) AS r USING (sample_id)
WHERE s.plant_id = $1 AND s.sampled_at <= $2::timestamptz AND r.value IS NOT NULL
ORDER BY r.parameter, s.sampled_at DESC, s.sample_id DESC, r.result_key
