-- Inferences with the laboratory's label: what a person entered tells of them once a second person has certified a result of
-- the sample. Many inferences about one sample are one piece of evidence: the nearest in time counts. The label is the
-- sample's own, so that a correction of it is one here too.
CREATE OR REPLACE VIEW water.labelled_inferences AS
SELECT i.model, i.version, i.role, i.inference_id, i.inferred_at, i.plant_id, i.probability, i.threshold, i.positive,
       m.sample_id, s.sampled_at, s.label, s.simulated, m.seconds_apart,
       row_number() OVER (PARTITION BY m.sample_id, i.model, i.version
                          ORDER BY m.seconds_apart, i.inferred_at, i.inference_id) = 1 AS counts
FROM water.inference_samples m
JOIN water.water_inferences i USING (inferred_at, inference_id)
JOIN water.samples s USING (sample_id)
WHERE s.label IS NOT NULL
  AND (NOT s.awaits_certification
       OR EXISTS (SELECT FROM water.result_certifications c WHERE c.sample_id = s.sample_id));
