-- save_sensor.sql: a new sensor; one that exists stays as it is.
INSERT INTO water.sensors (sensor_id, plant_id, parameter, unit, simulated)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (sensor_id) DO NOTHING;
