-- Samples that training reads of spec $1, whose label is a number where $4 says so, with their results of parameters $2, one
-- line a result (and one line for a sample without any) in the order in which the first that has a value counts, and when they
-- were taken by the clocks of zone $3.
SELECT s.sample_id, s.label, s.label_value, s.source_row, s.plant_id IS NOT NULL, s.simulated,
       to_char(s.sampled_at AT TIME ZONE $3, 'YYYY-MM-DD"T"HH24:MI:SS'), s.sample_group,
       r.parameter, r.value, r.qualifier, r.unit, r.canonical_value, CASE r.finding WHEN 'category' THEN r.result_text END
FROM water.training_samples($1, $4::boolean) s
LEFT JOIN water.certified_results r ON r.sample_id = s.sample_id AND r.parameter = ANY ($2::text[])
ORDER BY s.sample_id, r.parameter, r.result_key COLLATE "C"
