-- Until when version $2 of model $1 was looked at, in Unix seconds, and true; before that, since when there is something to
-- look at, and false: it was registered, or it answered.
SELECT extract(epoch FROM coalesce(
         l.until,
         least((SELECT created_at FROM tracking.model_versions WHERE name = $1 AND version = $2::integer),
               (SELECT min(inferred_at) FROM water.water_inferences
                WHERE model = $1 AND version = $2::integer AND role <> 'pinned'))))::double precision,
       l.until IS NOT NULL
FROM (SELECT max(window_end) AS until FROM tracking.drift_windows WHERE name = $1 AND version = $2::integer) l
