-- Plants whose compliance is to be judged anew, those that have waited longest first.
SELECT plant_id FROM water.plants_to_judge GROUP BY plant_id ORDER BY min(marked_at), plant_id
