-- Plants where, by their own clocks, another day is at $2 than was at $1 are to be judged anew.
INSERT INTO water.plants_to_judge
SELECT plant_id FROM water.plants
WHERE ($1::timestamptz AT TIME ZONE time_zone)::date <> ($2::timestamptz AT TIME ZONE time_zone)::date
