-- add_plant.sql: a new plant; one of that id that exists stays as it is.
INSERT INTO water.plants (plant_id, name, place, operator, latitude, longitude, time_zone, jurisdiction, population_served,
                          simulated)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (plant_id) DO NOTHING;
