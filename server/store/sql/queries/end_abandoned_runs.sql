-- Ends the runs $1, which lock_abandoned_runs.sql has found and locked. A run that registered its version was only kept from
-- saying that it had finished.
WITH ended AS (
  UPDATE tracking.runs r
  SET end_time = now(),
      status = CASE WHEN EXISTS (SELECT FROM tracking.model_versions v WHERE v.run_id = r.run_id) THEN 'FINISHED' ELSE 'FAILED' END
  WHERE r.run_id = ANY ($1::text[])
  RETURNING r.run_id, r.status
)
INSERT INTO tracking.tags (run_id, key, value)
SELECT run_id, 'error', 'the process that worked on it ended without a word' FROM ended WHERE status = 'FAILED'
ON CONFLICT (run_id, key) DO NOTHING
