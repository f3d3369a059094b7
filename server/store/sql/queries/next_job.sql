-- The job that is to be worked on at $1: what a person asked for comes before what the schedule did.
SELECT job_id FROM ops.jobs
WHERE status = 'QUEUED' AND not_before <= $1::timestamptz
ORDER BY scheduled_for IS NOT NULL, job_id
LIMIT 1
