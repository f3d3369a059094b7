SELECT plant_id, jurisdiction FROM water.plants
