-- Jobs that are said to be at work.
SELECT job_id FROM ops.jobs WHERE status = 'RUNNING' ORDER BY job_id
