-- Until when version $2 of model $1 was looked at, in Unix seconds; before that, since when there is something to look at:
-- it was registered, or it answered.
SELECT extract(epoch FROM coalesce(
         (SELECT max(window_end) FROM tracking.drift_windows WHERE name = $1 AND version = $2::integer),
         least((SELECT created_at FROM tracking.model_versions WHERE name = $1 AND version = $2::integer),
               (SELECT min(inferred_at) FROM water.water_inferences
                WHERE model = $1 AND version = $2::integer AND role <> 'pinned'))))::double precision
