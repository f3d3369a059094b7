-- Champions whose newest window has drifted as at least the $1-th since the last stable one, while no window has asked for a
-- retraining since $1 in a row were stable. Windows of which nothing is known count neither way.
WITH champion_windows AS (
  SELECT w.* FROM tracking.drift_windows w
  JOIN tracking.registered_model_aliases a ON a.name = w.name AND a.version = w.version AND a.alias = 'champion'
), known AS (
  SELECT name, window_start, outcome, retrain_job_id,
         count(*) FILTER (WHERE outcome = 'stable') OVER newest_first AS n_stable_since,
         count(*) FILTER (WHERE outcome = 'drift') OVER newest_first AS n_drifted_since
  FROM champion_windows
  WHERE outcome <> 'not_computed'
  WINDOW newest_first AS (PARTITION BY name ORDER BY window_start DESC)
), drifting AS (
  SELECT name FROM known WHERE outcome = 'drift' AND n_stable_since = 0 GROUP BY name HAVING count(*) >= $1
), calm AS (
  -- Stable windows that no drifting one parts have as many drifting ones after them.
  SELECT name, max(window_start) AS last_start FROM known
  WHERE outcome = 'stable' GROUP BY name, n_drifted_since HAVING count(*) >= $1
), newest AS (
  SELECT DISTINCT ON (name) * FROM champion_windows ORDER BY name, window_start DESC
)
SELECT n.name, n.version, to_char(n.window_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(n.window_end AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), n.reason
FROM newest n
JOIN drifting USING (name)
WHERE n.outcome = 'drift'
  AND NOT EXISTS (
    SELECT FROM known k
    WHERE k.name = n.name AND k.retrain_job_id IS NOT NULL
      AND k.window_start > coalesce((SELECT max(c.last_start) FROM calm c WHERE c.name = n.name), '-infinity'))
ORDER BY n.name
