-- What was known of plant $1 at $2: columns as in find_plant.sql. No row where it was unknown.
SELECT p.plant_id, p.name, p.place, p.operator, p.latitude, p.longitude, p.time_zone, p.jurisdiction,
       p.population_served, p.simulated,
       to_char((SELECT max(s.sampled_at) FROM water.published_samples_at($2::timestamptz) AS s WHERE s.plant_id = p.plant_id)
               AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS last_sample_at
FROM water.plant_versions p
WHERE p.plant_id = $1 AND p.recorded_at <= $2::timestamptz
ORDER BY p.recorded_at DESC
LIMIT 1
