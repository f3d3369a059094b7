-- Joins laboratory samples of plants with what models answered about the same plant within $1 hours of the sampling; a
-- sample of which only the day is known was taken at some time of it. Looks at samples that came in since the last look, or
-- about which answers may have come in since; a day more, because both become visible when their transaction ends.
WITH last_look AS (
  SELECT coalesce(max(matched_until), '-infinity') - interval '1 day' AS moment FROM water.sample_matching
), taken AS (
  SELECT sample_id, plant_id, model, imported_at, sampled_at AS earliest,
         sampled_at + CASE time_precision WHEN 'day' THEN interval '1 day' ELSE interval '0' END AS latest
  FROM water.samples
  WHERE plant_id IS NOT NULL AND model IS NOT NULL AND sampled_at IS NOT NULL AND time_precision IN ('moment', 'day')
)
INSERT INTO water.inference_samples (sample_id, inferred_at, inference_id, seconds_apart)
SELECT t.sample_id, i.inferred_at, i.inference_id,
       greatest(extract(epoch FROM t.earliest - i.inferred_at), extract(epoch FROM i.inferred_at - t.latest), 0)
FROM taken t
CROSS JOIN last_look
JOIN water.water_inferences i
  ON i.plant_id = t.plant_id AND i.model = t.model
 AND i.inferred_at BETWEEN t.earliest - $1 * interval '1 hour' AND t.latest + $1 * interval '1 hour'
WHERE t.imported_at >= last_look.moment OR t.latest + $1 * interval '1 hour' >= last_look.moment
ON CONFLICT DO NOTHING
