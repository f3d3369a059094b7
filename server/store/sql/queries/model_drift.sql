-- The newest $3 windows of version $2 of model $1, newest first, as the JSON of GET …/drift.
SELECT coalesce(json_agg(json_build_object(
         'from', to_char(w.window_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
         'to', to_char(w.window_end AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
         'rows', w.n_rows, 'outcome', w.outcome, 'reason', w.reason, 'retrain_job_id', w.retrain_job_id,
         'features', coalesce(f.features, '[]'::json)) ORDER BY w.window_start DESC), '[]'::json)
FROM (SELECT * FROM tracking.drift_windows
      WHERE name = $1 AND version = $2::integer ORDER BY window_start DESC LIMIT $3::integer) w
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_object(
           'feature', d.feature, 'method', d.method, 'statistic', d.statistic, 'threshold', d.threshold,
           'p_value', d.p_value, 'adjusted_p_value', d.adjusted_p_value, 'psi', d.psi, 'drifted', d.drifted,
           'not_computed', nullif(d.not_computed, ''), 'n_reference', d.n_reference, 'n_current', d.n_current,
           'missing_before', d.missing_before, 'missing_now', d.missing_now, 'missing_p_value', d.missing_p_value,
           'missing_drifted', d.missing_drifted) ORDER BY d.feature) AS features
  FROM tracking.feature_drift d
  WHERE d.name = w.name AND d.version = w.version AND d.window_start = w.window_start
) f ON true
