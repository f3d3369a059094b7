-- The newest $3 estimates of the precision of version $2 of model $1, newest first, as a JSON array.
SELECT coalesce(json_agg(json_build_object(
         'from', to_char(window_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
         'to', to_char(window_end AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
         'positive_calls', n_positive, 'value', precision, 'lower', lower, 'upper', upper, 'off', nullif(off, ''))
         ORDER BY window_start DESC), '[]'::json)
FROM (SELECT * FROM tracking.precision_estimates
      WHERE name = $1 AND version = $2::integer ORDER BY window_start DESC LIMIT $3::integer) e
