-- Share of rows in which each feature of each champion was not measured.
WITH newest AS (
  SELECT DISTINCT ON (w.name) w.*
  FROM tracking.drift_windows w
  JOIN tracking.registered_model_aliases a ON a.name = w.name AND a.version = w.version AND a.alias = 'champion'
  ORDER BY w.name, w.window_start DESC
), fresh AS (
  SELECT * FROM newest WHERE window_end > now() - 2 * (window_end - window_start)
)
SELECT f.name, f.feature, f.missing_now
FROM fresh
JOIN tracking.feature_drift f USING (name, version, window_start)
WHERE f.missing_now IS NOT NULL
