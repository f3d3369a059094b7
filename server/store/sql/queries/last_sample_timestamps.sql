-- When each plant's newest certified sample was taken, in Unix seconds; plants without one are left out.
SELECT p.plant_id, extract(epoch FROM newest.sampled_at)::double precision
FROM water.plants p
CROSS JOIN LATERAL (
  SELECT s.sampled_at FROM water.samples s
  WHERE s.plant_id = p.plant_id AND s.sampled_at IS NOT NULL
  ORDER BY s.sampled_at DESC LIMIT 1
) newest
