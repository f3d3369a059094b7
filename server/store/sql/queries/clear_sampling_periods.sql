-- What was counted of plant $1 makes room for what is counted now.
DELETE FROM water.sampling_periods WHERE plant_id = $1
