-- list_plants.sql: every plant with the moment of its newest laboratory sample.
SELECT p.plant_id, p.name, p.place, p.operator, p.latitude, p.longitude, p.time_zone, p.jurisdiction,
       p.population_served, p.simulated,
       to_char((SELECT max(s.sampled_at) FROM water.published_samples s WHERE s.plant_id = p.plant_id) AT TIME ZONE 'UTC',
               'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS last_sample_at
FROM water.plants p
ORDER BY p.name, p.plant_id;
