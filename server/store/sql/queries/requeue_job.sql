-- Job $1 goes back into the queue, for an attempt not before $2, because of $3. An attempt that was only interrupted ($4)
-- does not count.
UPDATE ops.jobs
SET status = 'QUEUED', not_before = $2::timestamptz, error = $3, attempts = attempts - CASE WHEN $4::boolean THEN 1 ELSE 0 END
WHERE job_id = $1::bigint AND status = 'RUNNING'
