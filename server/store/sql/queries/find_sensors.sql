-- find_sensors.sql: those of the sensors $1 that there are.
SELECT sensor_id, plant_id, parameter, unit, simulated FROM water.sensors WHERE sensor_id = ANY ($1::text[]);
