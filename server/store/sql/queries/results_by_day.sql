-- results_by_day.sql: certified results of plant $1 from day $2 to before day $3, days being those of the plant's own clock; $4:
-- only what is published.
-- A number is in the parameter's own unit where it is known so (unit NULL).
SELECT r.parameter, to_char(s.sampled_at AT TIME ZONE p.time_zone, 'YYYY-MM-DD') AS day,
       coalesce(nullif(point.name, ''), point.point_key, '') AS place, r.finding,
       coalesce(r.canonical_value, r.value) AS value, r.qualifier,
       CASE WHEN r.canonical_value IS NULL THEN r.unit END AS unit
FROM water.plants p
JOIN water.samples s USING (plant_id)
JOIN water.certified_results r USING (sample_id)
LEFT JOIN water.sampling_points point USING (sampling_point_id)
WHERE p.plant_id = $1 AND s.sampled_at >= $2::timestamp AT TIME ZONE p.time_zone
  AND s.sampled_at < $3::timestamp AT TIME ZONE p.time_zone
  AND (NOT $4::boolean OR NOT s.awaits_certification
       OR EXISTS (SELECT FROM water.sample_publications u WHERE u.sample_id = s.sample_id))
ORDER BY r.parameter, s.sampled_at, s.sample_id, r.result_key;
