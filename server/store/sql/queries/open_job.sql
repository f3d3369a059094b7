-- The job of kind $1 on model $2 that waits or is at work; the oldest, where the schedule and somebody asked for one each.
SELECT job_id FROM ops.jobs
WHERE kind = $1 AND model = $2 AND status IN ('QUEUED', 'RUNNING')
ORDER BY job_id
LIMIT 1
