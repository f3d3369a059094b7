-- save_plant.sql: a new plant, or a new description of one.
INSERT INTO water.plants (plant_id, name, place, operator, latitude, longitude, time_zone, jurisdiction, population_served,
                          simulated)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (plant_id) DO UPDATE
SET name = excluded.name, place = excluded.place, operator = excluded.operator, latitude = excluded.latitude,
    longitude = excluded.longitude, time_zone = excluded.time_zone, jurisdiction = excluded.jurisdiction,
    population_served = excluded.population_served, simulated = excluded.simulated;
