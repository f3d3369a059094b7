-- Job $1 has ended with status $2 at $3, result $4 or error $5.
UPDATE ops.jobs SET status = $2, ended_at = $3::timestamptz, result = $4::jsonb, error = $5
WHERE job_id = $1::bigint AND status = 'RUNNING'
