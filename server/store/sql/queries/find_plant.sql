-- find_plant.sql: one plant, columns as in list_plants.sql.
SELECT p.plant_id, p.name, p.place, p.operator, p.latitude, p.longitude, p.time_zone, p.jurisdiction,
       p.population_served, p.simulated,
       to_char((SELECT max(s.sampled_at) FROM water.published_samples s WHERE s.plant_id = p.plant_id) AT TIME ZONE 'UTC',
               'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS last_sample_at
FROM water.plants p
WHERE p.plant_id = $1;
