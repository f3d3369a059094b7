-- Where each champion stands, feature by feature and method by method. A window that is older than the one before the
-- last says nothing of now: then there is no row.
WITH newest AS (
  SELECT DISTINCT ON (w.name) w.*
  FROM tracking.drift_windows w
  JOIN tracking.registered_model_aliases a ON a.name = w.name AND a.version = w.version AND a.alias = 'champion'
  ORDER BY w.name, w.window_start DESC
), fresh AS (
  SELECT * FROM newest WHERE window_end > now() - 2 * (window_end - window_start)
)
SELECT f.name, f.feature, m.method, m.value
FROM fresh
JOIN tracking.feature_drift f USING (name, version, window_start)
CROSS JOIN LATERAL (VALUES (f.method, f.statistic), ('psi', f.psi)) AS m (method, value)
WHERE m.value IS NOT NULL
