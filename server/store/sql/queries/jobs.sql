-- Job $1, or where it is NULL the newest $2 jobs.
SELECT job_id, kind, model, request, requested_by, reason, status, attempts,
       to_char(scheduled_for AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       to_char(not_before AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       to_char(ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), result, error
FROM ops.jobs
WHERE $1::bigint IS NULL OR job_id = $1::bigint
ORDER BY job_id DESC
LIMIT $2::integer
