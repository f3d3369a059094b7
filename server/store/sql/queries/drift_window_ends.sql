-- Until when the inputs of each champion were last compared with its training, in Unix seconds: 0 when they never were.
SELECT a.name, coalesce(extract(epoch FROM max(w.window_end) FILTER (WHERE w.outcome <> 'not_computed')), 0)::double precision
FROM tracking.registered_model_aliases a
LEFT JOIN tracking.drift_windows w USING (name, version)
WHERE a.alias = 'champion'
GROUP BY a.name
