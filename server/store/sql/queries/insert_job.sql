-- A job $1 of kind $2 on model $3 that $5 asked for at $7 because of $8, with status $6.
INSERT INTO ops.jobs (job_id, kind, model, request, requested_by, status, attempts, not_before, created_at, started_at,
                      reason)
VALUES ($1::bigint, $2, $3, $4::jsonb, $5, $6, CASE WHEN $6 = 'RUNNING' THEN 1 ELSE 0 END,
        CASE WHEN $6 = 'QUEUED' THEN $7::timestamptz END, $7::timestamptz, CASE WHEN $6 = 'RUNNING' THEN $7::timestamptz END,
        $8)
