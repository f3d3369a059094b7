-- store_incoming_samples.sql: moves the samples whose content is new, with their results; answers how many they were.
-- The same content twice among the incoming ones is one sample too: the first row wins.
WITH stored AS (
  INSERT INTO water.samples (plant_id, model, label, sampled_at, laboratory, source, source_row, content_sha256, simulated)
  SELECT plant_id, model, label, sampled_at, laboratory, source, source_row, content_sha256, simulated
  FROM incoming_samples
  ORDER BY source_row
  ON CONFLICT DO NOTHING
  RETURNING sample_id, source_row
), results AS (
  INSERT INTO water.sample_results (sample_id, parameter, value, qualifier, unit, result_text)
  SELECT stored.sample_id, r.parameter, r.value, r.qualifier, r.unit, r.result_text
  FROM stored
  JOIN incoming_samples USING (source_row)
  CROSS JOIN LATERAL unnest(parameters, numbers, qualifiers, units, result_texts)
    AS r (parameter, value, qualifier, unit, result_text)
)
SELECT count(*) FROM stored;
