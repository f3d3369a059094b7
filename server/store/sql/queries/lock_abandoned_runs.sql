-- The runs whose process is gone, which is so when nobody holds the lock of lock_run.sql for them or for the run that they
-- are part of. Their rows are locked: whoever registers a version of one of them at this moment (insert_model_version.sql)
-- is waited for, and the next statement sees that version.
WITH running AS MATERIALIZED (
  SELECT run_id, coalesce(parent_run_id, run_id) AS owner FROM tracking.runs WHERE status = 'RUNNING'
), abandoned AS MATERIALIZED (
  SELECT run_id FROM running WHERE pg_try_advisory_xact_lock(hashtextextended('clearwell run ' || owner, 0))
)
SELECT r.run_id FROM tracking.runs r JOIN abandoned USING (run_id) WHERE r.status = 'RUNNING' FOR NO KEY UPDATE OF r
