-- Whether each feature of each champion has drifted, in values or gaps: 1 or 0; no row where that is not known.
WITH newest AS (
  SELECT DISTINCT ON (w.name) w.*
  FROM tracking.drift_windows w
  JOIN tracking.registered_model_aliases a ON a.name = w.name AND a.version = w.version AND a.alias = 'champion'
  ORDER BY w.name, w.window_start DESC
), fresh AS (
  SELECT * FROM newest WHERE window_end > now() - 2 * (window_end - window_start)
)
SELECT f.name, f.feature,
       CASE WHEN coalesce(f.drifted, false) OR coalesce(f.missing_drifted, false) THEN 1 ELSE 0 END::double precision
FROM fresh
JOIN tracking.feature_drift f USING (name, version, window_start)
WHERE f.drifted IS NOT NULL OR f.missing_drifted
