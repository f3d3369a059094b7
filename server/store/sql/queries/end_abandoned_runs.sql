-- Ends the runs whose process is gone, which is so when nobody holds the lock of lock_run.sql for them or for the run
-- that they are part of. A run that registered its version was only kept from saying that it had finished.
WITH running AS MATERIALIZED (
  SELECT run_id, coalesce(parent_run_id, run_id) AS owner FROM tracking.runs WHERE status = 'RUNNING'
), abandoned AS MATERIALIZED (
  SELECT run_id FROM running WHERE pg_try_advisory_xact_lock(hashtextextended('clearwell run ' || owner, 0))
), ended AS (
  UPDATE tracking.runs r
  SET end_time = now(),
      status = CASE WHEN EXISTS (SELECT FROM tracking.model_versions v WHERE v.run_id = r.run_id) THEN 'FINISHED' ELSE 'FAILED' END
  FROM abandoned a
  WHERE r.run_id = a.run_id AND r.status = 'RUNNING'
  RETURNING r.run_id, r.status
), tagged AS (
  INSERT INTO tracking.tags (run_id, key, value)
  SELECT run_id, 'error', 'the process that worked on it ended without a word' FROM ended WHERE status = 'FAILED'
  ON CONFLICT (run_id, key) DO NOTHING
)
SELECT run_id FROM ended
