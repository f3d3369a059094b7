-- Takes job $1 out of the queue at $2.
UPDATE ops.jobs SET status = 'RUNNING', attempts = attempts + 1, started_at = $2::timestamptz, ended_at = NULL
WHERE job_id = $1::bigint AND status = 'QUEUED'
