-- Non-detects and values above the range of their method among the results of the same samples of spec $1, by parameter.
SELECT r.parameter, count(*) FILTER (WHERE r.qualifier = '<'), count(*) FILTER (WHERE r.qualifier = '>')
FROM water.training_samples($1, $2::boolean) s
JOIN water.certified_results r USING (sample_id)
WHERE r.qualifier <> '='
GROUP BY r.parameter ORDER BY r.parameter
