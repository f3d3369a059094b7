-- Plant $1 is being judged; what changes from now on marks it again.
DELETE FROM water.plants_to_judge WHERE plant_id = $1
