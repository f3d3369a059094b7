-- The newest $3 windows of version $2 of model $1, newest first.
SELECT to_char(window_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(window_end AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       n_rows, outcome, reason, retrain_job_id
FROM tracking.drift_windows
WHERE name = $1 AND version = $2::integer
ORDER BY window_start DESC
LIMIT $3::integer
