-- The newest estimate of each champion's precision and why there is none. One that is older than the window before the last
-- says nothing of now: then there is no row.
SELECT e.name, e.version, e.precision, e.lower, e.upper, e.off
FROM tracking.registered_model_aliases a
JOIN LATERAL (SELECT * FROM tracking.precision_estimates
              WHERE name = a.name AND version = a.version ORDER BY window_start DESC LIMIT 1) e ON true
WHERE a.alias = 'champion' AND e.window_end > now() - 2 * (e.window_end - e.window_start)
ORDER BY e.name
