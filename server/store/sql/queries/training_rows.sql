-- Labelled samples of spec $1 with their results of parameters $2, one line a result (and one line for a sample without
-- any). Simulated samples come only where there are no others.
SELECT s.sample_id, s.label, s.source_row, s.plant_id IS NOT NULL, s.simulated, r.parameter, r.value, r.qualifier, r.unit
FROM water.samples s
LEFT JOIN water.sample_results r ON r.sample_id = s.sample_id AND r.parameter = ANY ($2::text[])
WHERE s.model = $1 AND s.label IS NOT NULL
  AND s.simulated = NOT EXISTS (SELECT FROM water.samples o WHERE o.model = $1 AND o.label IS NOT NULL AND NOT o.simulated)
ORDER BY s.sample_id, r.parameter
