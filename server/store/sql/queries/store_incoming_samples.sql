-- store_incoming_samples.sql: moves the samples whose content is new, with their results; answers how many they were.
-- The same content twice among the incoming ones is one sample too: the first row wins. Adds to the totals what became of
-- the samples of plants, with those that never came this far: $1 their plants, $2 how many of each.
WITH stored AS (
  INSERT INTO water.samples (plant_id, model, label, label_value, sampled_at, sample_group, laboratory, source, source_row,
                             content_sha256, simulated)
  SELECT plant_id, model, label, label_value, sampled_at, sample_group, laboratory, source, source_row, content_sha256, simulated
  FROM incoming_samples
  ORDER BY source_row
  ON CONFLICT DO NOTHING
  RETURNING sample_id, source_row
), results AS (
  INSERT INTO water.sample_results (sample_id, parameter, finding, value, qualifier, unit, result_text, verdict)
  SELECT stored.sample_id, r.parameter, r.finding, r.value, r.qualifier, r.unit, r.result_text, r.verdict
  FROM stored
  JOIN incoming_samples USING (source_row)
  CROSS JOIN LATERAL unnest(parameters, findings, numbers, qualifiers, units, result_texts, verdicts)
    AS r (parameter, finding, value, qualifier, unit, result_text, verdict)
), sample_totals AS (
  INSERT INTO water.sample_totals (plant_id, outcome, total)
  SELECT plant_id, outcome, sum(n)
  FROM (
    SELECT plant_id, CASE WHEN sample_id IS NULL THEN 'duplicate' ELSE 'accepted' END AS outcome, 1 AS n
    FROM incoming_samples LEFT JOIN stored USING (source_row)
    UNION ALL
    SELECT plant_id, 'rejected', n FROM unnest($1::text[], $2::bigint[]) AS rejected (plant_id, n)
  ) AS outcomes
  WHERE plant_id IS NOT NULL
  GROUP BY plant_id, outcome
  ORDER BY plant_id, outcome -- everybody in one order, so that two writers never wait for each other
  ON CONFLICT (plant_id, outcome) DO UPDATE SET total = sample_totals.total + excluded.total
), verdict_totals AS (
  INSERT INTO water.verdict_totals (parameter, jurisdiction, verdict, total)
  SELECT r.parameter, jurisdiction, verdict, count(*)
  FROM stored
  JOIN incoming_samples USING (source_row)
  JOIN water.plants USING (plant_id)
  CROSS JOIN LATERAL unnest(parameters, verdicts) AS r (parameter, verdict)
  WHERE verdict <> ''
  GROUP BY r.parameter, jurisdiction, verdict
  ORDER BY r.parameter, jurisdiction, verdict
  ON CONFLICT (parameter, jurisdiction, verdict) DO UPDATE SET total = verdict_totals.total + excluded.total
)
SELECT count(*) FROM stored;
