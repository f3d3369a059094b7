-- Job $4 is the retraining that the window of version $2 of model $1 asked for that began at $3.
UPDATE tracking.drift_windows SET retrain_job_id = $4::bigint
WHERE name = $1 AND version = $2::integer AND window_start = $3::timestamptz
