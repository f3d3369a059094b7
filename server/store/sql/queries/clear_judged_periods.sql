-- What was judged of plant $1 makes room for what is judged now.
DELETE FROM water.judged_periods WHERE plant_id = $1
