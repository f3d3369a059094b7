-- sensor_is.sql: whether sensor $1 is one of plant $2, parameter $3 and unit $4.
SELECT EXISTS (SELECT FROM water.sensors WHERE sensor_id = $1 AND plant_id = $2 AND parameter = $3 AND unit = $4);
