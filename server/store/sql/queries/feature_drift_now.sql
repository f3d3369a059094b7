-- Where each champion stands, feature by feature: method and its statistic, PSI, whether values or gaps have drifted (1 or 0),
-- share of rows in which it was not measured; what is not known is NULL. A window that is older than the one before the last
-- says nothing of now: then there is no row.
WITH newest AS (
  SELECT DISTINCT ON (w.name) w.*
  FROM tracking.drift_windows w
  JOIN tracking.registered_model_aliases a ON a.name = w.name AND a.version = w.version AND a.alias = 'champion'
  ORDER BY w.name, w.window_start DESC
)
SELECT f.name, f.feature, f.method, f.statistic, f.psi,
       CASE WHEN f.drifted OR f.missing_drifted THEN 1 WHEN f.drifted IS NOT NULL THEN 0 END::double precision, f.missing_now
FROM newest n
JOIN tracking.feature_drift f USING (name, version, window_start)
WHERE n.window_end > now() - 2 * (n.window_end - n.window_start)
