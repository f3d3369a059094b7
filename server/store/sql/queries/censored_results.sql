-- Non-detects and values above the range of their method among the results of the same samples of spec $1, by parameter.
SELECT r.parameter, count(*) FILTER (WHERE r.qualifier = '<'), count(*) FILTER (WHERE r.qualifier = '>')
FROM water.certified_samples s
JOIN water.certified_results r USING (sample_id)
WHERE s.model = $1 AND s.labelled AND r.qualifier <> '='
  AND s.simulated = NOT EXISTS (SELECT FROM water.certified_samples o WHERE o.model = $1 AND o.labelled AND NOT o.simulated)
GROUP BY r.parameter ORDER BY r.parameter
