-- Samples of spec $1 that carry its label, a number where $4 says that it is one, with their results of parameters $2, one line a result (and one line for a sample without
-- any), and when they were taken by the clocks of zone $3. Simulated samples come only where there are no others.
SELECT s.sample_id, s.label, s.label_value, s.source_row, s.plant_id IS NOT NULL, s.simulated,
       to_char(s.sampled_at AT TIME ZONE $3, 'YYYY-MM-DD"T"HH24:MI:SS'), s.sample_group,
       r.parameter, r.value, r.qualifier, r.unit, CASE r.finding WHEN 'category' THEN r.result_text END
FROM water.certified_samples s
LEFT JOIN water.certified_results r ON r.sample_id = s.sample_id AND r.parameter = ANY ($2::text[])
WHERE s.model = $1 AND CASE WHEN $4::boolean THEN s.label_value IS NOT NULL ELSE s.label IS NOT NULL END
  AND s.simulated = NOT EXISTS (SELECT FROM water.certified_samples o WHERE o.model = $1 AND o.labelled AND NOT o.simulated)
ORDER BY s.sample_id, r.parameter
