-- Every plant is to be judged anew.
INSERT INTO water.plants_to_judge SELECT plant_id FROM water.plants
