-- Plants whose compliance is to be judged anew.
SELECT DISTINCT plant_id FROM water.plants_to_judge ORDER BY plant_id
